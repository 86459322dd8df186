import type {
  ChangeRequest,
  LakehouseDomainDetail,
  ProposedObject,
} from '../../../plugins/lakehouse-common/src/types';
import { pathOf } from '../../e2e/api/support/sparkJob';
import type { Engine } from '../support/engines';
import { followOn, JOBS } from '../support/follow';
import type { World } from '../support/world';

/** The job that a form makes, and the one that is there from then on. */
export const JOB = 'real-orders';
export const LATER_JOB = 'real-returns';

/** Of a SparkApplication, what the stories look at. */
interface JobSpec {
  suspend?: boolean;
  driver: { memory: string; annotations: Record<string, string> };
}

export type CircleDesk = ReturnType<typeof circleDesk>;

/** What the stories of an engine are told with; the world is asked for when they are told. */
export function circleDesk(engine: Engine, world: () => World) {
  const { name: kubernetesCluster } = engine.cluster;
  const fileOf = (name: string) =>
    pathOf(name, 'sales', 'spark-application', kubernetesCluster);
  const where = { kubernetesCluster };
  const keyed = (key: string) => ({
    'Idempotency-Key': `${kubernetesCluster}-${key}`,
  });

  const portal = () => world().portal;
  const gitops = () => world().gitops;
  const kubernetes = () => world().siteOf(engine).kubernetes;
  const follow = () => followOn(world(), engine);

  const step = (of: ChangeRequest, id: string) =>
    of.steps.find(candidate => candidate.id === id);
  const numberOf = (of: ChangeRequest) => of.number ?? 0;
  const mine = () =>
    portal()
      .as('mia')
      .get(
        `/lakehouse/workloads?domain=sales&kubernetesCluster=${kubernetesCluster}`,
      );
  const salesSync = ({ syncs }: LakehouseDomainDetail) =>
    syncs.find(sync => sync.kubernetesCluster === kubernetesCluster);

  /**
   * What is asked for on the later job becomes a pull request, is merged and
   * live, where its operator has acted on it: then it says so by a state.
   */
  const carryOut = async (key: string, rest: object, state?: string) => {
    const { propose, reviewAndMerge, says, untilPhase } = follow();
    const open = await propose(
      'mia',
      'sales',
      { kind: 'spark-application', name: LATER_JOB, ...rest } as ProposedObject,
      `${kubernetesCluster}-${key}`,
    );
    await reviewAndMerge(open);
    if (state) {
      await untilPhase(open.id, 'synced');
      await says(LATER_JOB, state);
    }
    return untilPhase(open.id, 'live');
  };
  const jobSpec = async () =>
    (await kubernetes().get<{ spec: JobSpec }>(`${JOBS}/${LATER_JOB}`)).body
      .spec;

  return {
    ...{ engine, world, kubernetesCluster, where, keyed, fileOf },
    ...{ portal, gitops, kubernetes, follow, step, numberOf },
    ...{ mine, salesSync, carryOut, jobSpec },
  };
}
