import {
  type ChangeProblem,
  computeFit,
  type Fit,
  type Footprint,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace, LakehouseReader } from '../../types';
import type { ProposedFile } from '../ChangeRow';
import type { KindById } from '../KindById';
import { sumFootprints } from './sumFootprints';

interface FitOptions {
  reader: LakehouseReader;
  kinds: KindById;
  place: DomainPlace;
  files: ProposedFile[];
  /** Whether the proposal has several objects. */
  several: boolean;
}

/** What the objects of a proposal ask for together, and whether their domain has it. */
export function checkFit(
  footprints: Footprint[],
  options: FitOptions,
): { footprint?: Footprint; fit?: Fit; problems: ChangeProblem[] } {
  const { reader, kinds, place, files, several } = options;
  const footprint = sumFootprints(footprints);
  const capacity = reader.capacity(place.kubernetesCluster, place.domain);
  if (!footprint || !capacity) {
    return { footprint, problems: [] };
  }
  const fit = computeFit({
    footprint,
    capacity,
    domain: place.domain,
    plural: pluralOf(files, kinds),
    replaces: sumFootprints(runningNow(files, options)),
  });
  // What several ask for together is the fault of none of them.
  const whole = several ? undefined : 'object';
  // What is only in the way for now is a warning: the job waits for its turn.
  const problems = fit.problems.map(
    ({ code, message, path = whole }): ChangeProblem => ({
      severity: code === 'quota' ? 'warning' : 'error',
      code,
      ...(path && { path }),
      message,
    }),
  );
  // What has no pods fits anywhere; only how many there may be is counted.
  return footprint.pods === 0 ? { problems } : { footprint, fit, problems };
}

/** What those ask for that run now, and end when the merge starts them anew. */
function runningNow(
  files: ProposedFile[],
  { reader, place }: FitOptions,
): Footprint[] {
  const { kubernetesCluster, namespace } = place;
  return files.flatMap(({ kind, name }) => {
    const live = reader.workload(kubernetesCluster, namespace, kind, name);
    return live?.state === 'running' ? [live.footprint] : [];
  });
}

/** As quotas count them: `sparkapplications.sparkoperator.k8s.io`; what is there already is counted. */
function pluralOf(files: ProposedFile[], kinds: KindById): string | undefined {
  const added = files.find(({ action }) => action === 'create');
  const kind = added && kinds.byId(added.kind);
  return kind && `${kind.plural}.${kind.group}`;
}
