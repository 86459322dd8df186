import { until } from '../../e2e/api/support/until';
import { verdictOf } from '../support/alike';
import {
  NAMESPACE,
  CORE,
  PODS,
  JOBS,
  pod,
  job,
  type Questions,
} from './namespace';

interface Quota {
  status?: { used?: Record<string, string> };
}

/** About what a LimitRange lets, and fills in. */
export const limitQuestions: Questions = {
  'more than the LimitRange lets': async ({ admin }) =>
    verdictOf(
      await admin.post(
        PODS,
        pod('large', {
          requests: { memory: '3Gi' },
          limits: { memory: '3Gi' },
        }),
      ),
    ),
  'what the LimitRange fills in': async ({ admin }) => {
    const { status, body } = await admin.post<{
      spec: { containers: Array<{ resources: unknown }> };
      status: { qosClass: string };
    }>(PODS, pod('filled', {}));
    return [status, body.spec.containers[0].resources, body.status.qosClass];
  },
};

/** About quotas; they need a controller that counts what is used. */
export const quotaQuestions: Questions = {
  'a quota that is used up': async ({ admin }) => {
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'small', namespace: NAMESPACE },
      spec: {
        hard: {
          'requests.cpu': '1',
          'count/sparkapplications.sparkoperator.k8s.io': '2',
        },
      },
    };
    await admin.mustApply(quota);
    const counted = async () =>
      (await admin.get<Quota>(`${CORE}/resourcequotas/small`)).body.status;
    await until(counted, status => Boolean(status?.used), {
      what: 'the quota is counted',
    });
    const before = await counted();
    const resources = { requests: { cpu: '900m', memory: '64Mi' } };
    const refused = verdictOf(await admin.post(PODS, pod('over', resources)));
    const jobs = [
      (await admin.post(JOBS, job('first'))).status,
      verdictOf(await admin.post(JOBS, job('second'))),
    ];
    const after = await until(
      counted,
      status =>
        status?.used?.['count/sparkapplications.sparkoperator.k8s.io'] === '2',
      { what: 'the jobs are counted' },
    );
    return [before, refused, jobs, after];
  },
  'a pod that says nothing of what a quota counts': async ({ admin }) => {
    await admin.mustApply({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'limits', namespace: NAMESPACE },
      spec: { hard: { 'limits.cpu': '4' } },
    });
    await until(
      async () =>
        (
          await admin.get<Quota>(`${CORE}/resourcequotas/limits`)
        ).body.status,
      status => Boolean(status?.used),
      { what: 'the quota is counted' },
    );
    const resources = { requests: { cpu: '10m', memory: '64Mi' } };
    return verdictOf(await admin.post(PODS, pod('silent', resources)));
  },
};
