import fs from 'node:fs';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { buildConnectManifest } from '../../../plugins/lakehouse-common/src/testUtils';
import { KubeHttp } from '../../real/support/KubeHttp';
import { removeJob } from './support/removeJob';
import { runningGitHost, runningPortal } from './support/running';
import { until } from './support/until';

const NAME = 'e2e-connect';
const KIND = 'spark-connect';
const ADDRESS = `/lakehouse/workloads/west/dom-sales/${KIND}/${NAME}`;
const SERVER = `/api/v1/namespaces/dom-sales/pods/${NAME}-server`;

/** The API server of `west`, as somebody who may delete pods. */
function administrator(): KubeHttp {
  const file = fs.readFileSync(process.env.KUBECONFIG_PATH ?? '', 'utf8');
  const config = parse(file) as {
    'current-context': string;
    contexts: Array<{ name: string; context: { cluster: string } }>;
    clusters: Array<{
      name: string;
      cluster: { server: string; 'certificate-authority-data': string };
    }>;
  };
  const [{ cluster }] = config.clusters.filter(({ name }) => /west/.test(name));
  const ca = Buffer.from(cluster['certificate-authority-data'], 'base64');
  return new KubeHttp({
    url: cluster.server,
    ca: () => ca.toString(),
    token: 'sandbox-admin',
  });
}

test('a compute cluster is asked for, resized, restarted and taken away', async () => {
  test.setTimeout(300_000);
  const portal = runningPortal();
  const git = runningGitHost();
  const mia = portal.as('mia');
  const kubernetes = administrator();
  await removeJob(portal, git, NAME, KIND);

  const workload = async () =>
    (await mia.get<{ workload: any }>(ADDRESS)).body.workload;
  const becomes = (what: string, holds: (found: any) => boolean) =>
    until(workload, found => found && holds(found), {
      what: `${NAME} ${what}`,
      seconds: 90,
    });
  const change = async (object: object) => {
    const input = {
      domain: 'sales',
      kubernetesCluster: 'west',
      objects: [{ kind: KIND, ...object }],
    };
    const { body: check } = await mia.post('/lakehouse/changes/check', input);
    const { body: proposed, status } = await mia.post<ChangeRequest>(
      '/lakehouse/changes',
      input,
    );
    expect(status, JSON.stringify(proposed)).toBeLessThan(300);
    const get = async () =>
      (await mia.get<ChangeRequest>(`/lakehouse/changes/${proposed.id}`)).body;
    const { number = 0 } = await until(get, found => Boolean(found.number), {
      what: 'its pull request is open',
    });
    const ben = git.as('ben');
    expect((await ben.approve(number)).status).toBe(200);
    expect((await ben.merge(number)).status).toBe(200);
    await until(get, ({ phase }) => phase === 'live', {
      what: `change ${proposed.id} is live`,
      seconds: 90,
    });
    return check;
  };

  const { spec, ...manifest } = buildConnectManifest({ name: NAME });
  const size = { cores: 1, memory: '1g' };
  const { server } = spec as { server: { template: any } };
  const [container] = server.template.spec.containers;
  container.resources = {
    requests: { cpu: '1', memory: '1408Mi' },
    limits: { memory: '1408Mi' },
  };
  await change({
    object: {
      ...manifest,
      spec: {
        ...(spec as object),
        server: { ...server, ...size },
        executor: { ...size, instances: 1 },
      },
    },
  });
  const ready = await becomes(
    'is ready',
    ({ state, description }) =>
      state === 'running' && / 1 executor$/.test(description),
  );
  expect(ready).toMatchObject({
    role: 'compute',
    endpoint: `sc://${NAME}-server.dom-sales.svc.cluster.local:15002`,
  });
  expect(ready.outdated).toBeUndefined();
  const before = await kubernetes.get(SERVER);

  const check = await change({
    action: 'verb',
    name: NAME,
    verb: 'resize',
    values: [{ path: 'spec.server.memory', value: '2g' }],
  });
  expect(check.consequences.join('\n')).toMatch(/changes nothing that runs/);
  const outdated = await becomes('is outdated', found => found.outdated);
  expect(outdated.state).toBe('running');
  const after = await kubernetes.get(SERVER);
  expect(after.body.metadata.uid).toBe(before.body.metadata.uid);

  const deleted = await kubernetes.send(SERVER, { method: 'DELETE' });
  expect(deleted.status).toBe(200);
  const anew = await becomes(
    'runs with its new size',
    ({ state, outdated: old }) => state === 'running' && !old,
  );
  const { body: list } = await mia.get<{ items: any[] }>(`${ADDRESS}/pods`);
  const pod = list.items.find(({ role }) => role === 'connect-server');
  expect(pod.memory).toBe(
    anew.footprint.parts.find(({ role }: any) => role === 'server').memory,
  );
  // Noah is of another domain.
  expect((await portal.as('noah').get(ADDRESS)).status).toBe(404);

  await change({ action: 'delete', name: NAME });
  await until(
    () => mia.get(ADDRESS),
    ({ status }) => status === 404,
    { what: `${NAME} is gone` },
  );
  expect((await kubernetes.get(SERVER)).status).toBe(404);
});
