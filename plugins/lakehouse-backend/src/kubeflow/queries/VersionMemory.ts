import {
  type CompiledPipeline,
  kubeflowPipelineVersionKind,
  readCompiledPipeline,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { InputError, isError } from '@backstage/errors';
import { BoundedMap } from '../../BoundedMap';
import type { LakehouseReader } from '../../types';
import { fieldsAt } from '../facts/shapes';

/** A version's IR as it can be shown, or why it can't. */
export type ReadVersion =
  | { compiled: CompiledPipeline; problem?: undefined }
  | { compiled: null; problem: string };

const MOST_BYTES = 64 * 1024 * 1024;

interface VersionObject {
  kubernetesCluster: string;
  namespace: string;
  name: string;
  uid: string;
}

/** What versions compile to: read from the API server once, as no version changes. */
export class VersionMemory {
  readonly #reader: Pick<LakehouseReader, 'readLive'>;
  readonly #kept = new BoundedMap<string, { read: ReadVersion; bytes: number }>(
    {
      most: MOST_BYTES,
      weigh: ({ bytes }) => bytes,
    },
  );
  readonly #reading = new Map<string, Promise<ReadVersion>>();

  constructor(reader: Pick<LakehouseReader, 'readLive'>) {
    this.#reader = reader;
  }

  /** Rejects where the API server does not answer. */
  async read(version: VersionObject): Promise<ReadVersion> {
    const key = `${version.kubernetesCluster}/${version.uid}`;
    const kept = this.#kept.get(key);
    if (kept) {
      return kept.read;
    }
    let reading = this.#reading.get(key);
    if (!reading) {
      reading = this.#readLive(version, key).finally(() =>
        this.#reading.delete(key),
      );
      this.#reading.set(key, reading);
    }
    return reading;
  }

  async #readLive(version: VersionObject, key: string): Promise<ReadVersion> {
    const { kubernetesCluster, namespace, name, uid } = version;
    const object = await this.#reader.readLive(
      ...([kubernetesCluster, namespace] as const),
      ...([kubeflowPipelineVersionKind.id, name] as const),
    );
    if (!object || object.metadata.uid !== uid) {
      return { compiled: null, problem: 'The version is there no more' };
    }
    const { pipelineSpec, platformSpec } = fieldsAt(object, 'spec');
    const read = compile(pipelineSpec, platformSpec);
    const bytes = Buffer.byteLength(JSON.stringify(read));
    this.#kept.set(key, { read, bytes });
    return read;
  }
}

/** What an IR says, be it of a version or of a run that is of none. */
export function compile(spec: unknown, platform?: unknown): ReadVersion {
  try {
    return { compiled: readCompiledPipeline(spec, platform) };
  } catch (error) {
    if (
      error instanceof InputError ||
      (isError(error) && error.name === 'InputError')
    ) {
      return { compiled: null, problem: error.message };
    }
    throw error;
  }
}
