import { PODS } from '../knownResources';
import type { Timers } from '../Timers';
import type { KubeClient, KubeObject, Logger, ResourceRef } from '../types';

const LOOK_AFTER_MS = 300;
const AGAIN_MS = 10_000;

/** Looks at an object shortly after it or a pod of it changed: once where much changes together. */
export class ControllerLoop {
  private readonly awaited = new Set<string>();
  private readonly stops: Array<() => void> = [];

  constructor(
    private readonly options: {
      client: KubeClient;
      timers: Timers;
      logger?: Logger;
      resource: ResourceRef;
      /** Label of a pod that holds the name of its object. */
      podLabel: string;
      /** Called only while the object is there. */
      look(object: KubeObject): void;
      /** A pod was made or changed. */
      podChanged(pod: KubeObject): void;
    },
  ) {}

  start(): void {
    const { client, podChanged, podLabel, resource } = this.options;
    this.stops.push(
      client.watch(resource, ({ type, object }) => {
        if (type !== 'DELETED') this.soon(object.metadata);
      }),
      client.watch(PODS, ({ type, object }) => {
        const { labels, namespace } = object.metadata;
        const name = labels?.[podLabel];
        if (!name) return;
        if (type !== 'DELETED') podChanged(object);
        this.soon({ namespace, name });
      }),
    );
  }

  stop(): void {
    for (const stop of this.stops) stop();
  }

  /** For a pod that could not be made: whether there is room is asked again. */
  again(object: KubeObject): void {
    this.soon(object.metadata, AGAIN_MS);
  }

  private soon(
    { namespace, name }: { namespace?: string; name: string },
    after = LOOK_AFTER_MS,
  ): void {
    const { client, logger, look, resource, timers } = this.options;
    const key = `${namespace}/${name} ${after}`;
    if (this.awaited.has(key)) return;
    this.awaited.add(key);
    timers.after(after, () => {
      this.awaited.delete(key);
      try {
        const object = client.get(resource, namespace, name);
        if (object) look(object);
      } catch (error) {
        logger?.warn(`${resource.plural} ${namespace}/${name}: ${error}`);
      }
    });
  }
}
