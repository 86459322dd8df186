import { randomUuid } from '../../random';
import type { Clock, Random } from '../../types';
import { fixedUid } from '../fixedUid';
import { KfpRefusal, notFound } from '../KfpRefusal';
import type { Experiment } from './types';

const DEFAULT_EXPERIMENT = 'Default';

/** Experiments are KFP's own: no object of the cluster. */
export class Experiments {
  readonly #byId = new Map<string, Experiment>();

  constructor(private readonly options: { clock: Clock; random: Random }) {}

  list(): Experiment[] {
    return [...this.#byId.values()];
  }

  get(id: string): Experiment {
    const found = this.#byId.get(id);
    if (!found) throw notFound('Experiment', id);
    return found;
  }

  /** `Default` is there in every namespace that was asked about. */
  defaultOf(namespace: string): Experiment {
    const found = this.list().find(
      one =>
        one.namespace === namespace && one.displayName === DEFAULT_EXPERIMENT,
    );
    return (
      found ??
      this.create({
        // The same in every sandbox: a schedule in Git names it.
        id: fixedUid(namespace, DEFAULT_EXPERIMENT),
        namespace,
        displayName: DEFAULT_EXPERIMENT,
        description:
          'All runs created without specifying an experiment will be grouped here.',
      })
    );
  }

  create(wanted: {
    /** A new one where absent. */
    id?: string;
    namespace: string;
    displayName: string;
    description: string;
  }): Experiment {
    const { namespace, displayName } = wanted;
    for (const one of this.list()) {
      if (one.namespace === namespace && one.displayName === displayName) {
        const message = `Failed to create a new experiment. The name ${displayName} already exists. Please specify a new name`;
        throw new KfpRefusal(
          'AlreadyExists',
          message,
          `Already exist error: ${message}`,
        );
      }
    }
    const experiment: Experiment = {
      ...wanted,
      id: wanted.id ?? randomUuid(this.options.random),
      createdAt: this.options.clock.now(),
      archived: false,
      lastRunAt: 0,
    };
    this.#byId.set(experiment.id, experiment);
    return experiment;
  }
}
