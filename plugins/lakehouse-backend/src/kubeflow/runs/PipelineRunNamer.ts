import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  kubeflowPipelineKind,
  kubeflowPipelineVersionKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainMap } from '../../index/DomainMap';
import type { DomainPlace } from '../../types';
import type { PipelineNames } from './PipelineNames';
import type { PipelineRunStore } from './PipelineRunStore';

export interface PipelineRunNamerOptions {
  domains: Pick<DomainMap, 'placeOf'>;
  names: PipelineNames;
  store: PipelineRunStore;
  logger: LoggerService;
  /** Is told where runs got names. */
  onWritten(places: ReadonlySet<DomainPlace>): void;
}

/**
 * Names runs that were written down, by ids, before the objects of their
 * pipelines and versions were seen. However many come in while it looks, it
 * looks once more.
 */
export class PipelineRunNamer {
  readonly #options: PipelineRunNamerOptions;
  #isDue = false;
  #working: Promise<void> | undefined;
  #stops: Array<() => void> = [];

  constructor(options: PipelineRunNamerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stops = [kubeflowPipelineKind, kubeflowPipelineVersionKind].flatMap(
      kind =>
        this.#options.names.view(kind)?.subscribe(({ type }) => {
          if (type === 'added' || type === 'synced') this.#look();
        }) ?? [],
    );
  }

  async stop(): Promise<void> {
    this.#stops.forEach(stop => stop());
    this.#isDue = false;
    await this.#working;
  }

  #look(): void {
    this.#isDue = true;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  async #work(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      try {
        await this.#name();
      } catch (error) {
        // They are looked for again with the next object that comes.
        this.#options.logger.warn(
          `Runs of pipelines could not be given names: ${error}`,
        );
      }
    }
  }

  async #name(): Promise<void> {
    const { domains, names, store, onWritten } = this.#options;
    const named = new Set<DomainPlace>();
    for (const what of ['pipeline', 'version'] as const) {
      for (const { kubernetesCluster, namespace, id } of await store.unnamed(
        what,
      )) {
        const place = domains.placeOf(kubernetesCluster, namespace);
        const name = names.ofIds(
          { kubernetesCluster, namespace },
          what === 'pipeline' ? { pipelineId: id } : { versionId: id },
        )[what];
        if (name !== undefined) {
          await store.name({ kubernetesCluster, namespace }, what, id, name);
          if (place) named.add(place);
        }
      }
    }
    if (named.size > 0) onWritten(named);
  }
}
