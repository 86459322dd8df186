import { expect } from '@playwright/test';
import type {
  ChangeRequest,
  ProposedObject,
} from '../../../plugins/lakehouse-common/src/types';
import type { Person } from '../../e2e/api/support/PortalApi';
import { until } from '../../e2e/api/support/until';
import type { Engine } from './engines';
import type { World } from './world';

export const JOBS =
  '/apis/sparkoperator.k8s.io/v1beta2/namespaces/dom-sales/sparkapplications';

/** How people ask for changes on an engine's cluster, carry them on and watch them. */
export function followOn(world: World, engine: Engine) {
  const { portal, gitops } = world;
  const { kubernetes } = world.siteOf(engine);
  const { name: kubernetesCluster } = engine.cluster;

  const readChange = async (id: string) =>
    (await portal.as('pat').get<ChangeRequest>(`/lakehouse/changes/${id}`))
      .body;
  const untilPhase = (id: string, phase: string) =>
    until(
      () => readChange(id),
      answer => answer.phase === phase,
      { what: `change ${id} is ${phase}`, seconds: 90 },
    );

  /** Ben approves, the portal's status passes, ben merges. */
  const reviewAndMerge = async ({ number = 0 }: ChangeRequest) => {
    let approved: string | undefined;
    await until(
      async () => {
        const { head } = await gitops.pull(number);
        // The base moved just before: the portal may have made its branch anew, to be reviewed again.
        if (head.sha !== approved) {
          await gitops.approve(number, 'ben');
          approved = head.sha;
        }
        return gitops.status(head.sha, 'lakefront/four-eyes');
      },
      status => status === 'success',
      { what: 'the four-eyes status passes' },
    );
    // The host counts the new status a moment after it took it.
    await until(
      () => gitops.merge(number, 'ben').then(() => gitops.pull(number)),
      ({ merged }) => merged,
      { what: `pull request #${number} is merged` },
    );
  };

  /** The state that no operator is here to write, as the portal then has it. */
  const says = async (job: string, state: string) => {
    const { status, text } = await kubernetes.patch(`${JOBS}/${job}/status`, {
      status: { applicationState: { state }, driverInfo: {} },
    });
    expect(status, text).toBe(200);
    await until(
      () =>
        portal
          .as('mia')
          .get(
            `/lakehouse/workloads/${kubernetesCluster}/dom-sales/spark-application/${job}`,
          ),
      ({ body }) => body.workload?.stateDetail === state,
      { what: `the portal says ${state}` },
    );
  };

  const propose = async (
    person: Person,
    domain: string,
    object: ProposedObject,
    key?: string,
  ) => {
    const { status, text, body } = await portal
      .as(person)
      .post<ChangeRequest>(
        '/lakehouse/changes',
        { domain, kubernetesCluster, objects: [object] },
        key ? { 'Idempotency-Key': key } : {},
      );
    expect(status, text).toBe(201);
    return untilPhase(body.id, 'open');
  };

  return { readChange, untilPhase, reviewAndMerge, says, propose };
}
