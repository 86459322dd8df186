import { deflateRawSync, gunzipSync, inflateRawSync } from 'node:zlib';
import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { type Fields, fieldsAt, isFields, textIn } from './shapes';

/** Argo keeps an object below 1.5 MB; what is larger unpacked is no list of nodes. */
const MOST_NODES_BYTES = 32 * 1024 * 1024;
const LONGEST_MESSAGE = 1_000;
/** Fast: it is done at each news of a Workflow. */
const LEVEL = 1;

/** What steps are read from. */
const NODE_TEXTS = [
  ...['id', 'name', 'type', 'phase', 'templateName'],
  ...['startedAt', 'finishedAt'],
];

/**
 * A Workflow as far as its steps are read from it, packed: 200 steps are some
 * 600 nodes, each of which Argo tells again and again. Undefined where its
 * nodes are not in it.
 */
export function packWorkflow(object: KubernetesObject): Buffer | undefined {
  const nodes = nodesOf(object);
  if (!nodes) {
    return undefined;
  }
  const { name, annotations } = object.metadata;
  const format = annotations?.['workflows.argoproj.io/pod-name-format'];
  const slim = {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name,
      ...(format && {
        annotations: { 'workflows.argoproj.io/pod-name-format': format },
      }),
    },
    status: {
      ...pick(fieldsAt(object, 'status'), ['phase']),
      nodes: slimOf(nodes),
    },
  };
  return deflateRawSync(JSON.stringify(slim), { level: LEVEL });
}

export function unpackWorkflow(packed: Buffer): KubernetesObject {
  return JSON.parse(inflateRawSync(packed).toString('utf8'));
}

/** The nodes of a Workflow; Argo compresses those of large ones. */
export function nodesOf(object: KubernetesObject): Fields | undefined {
  const status = fieldsAt(object, 'status');
  if (isFields(status.nodes)) {
    return status.nodes;
  }
  const compressed = textIn(status, 'compressedNodes');
  if (compressed === undefined) {
    return textIn(status, 'offloadNodeStatusVersion') ? undefined : {};
  }
  try {
    const bytes = gunzipSync(Buffer.from(compressed, 'base64'), {
      maxOutputLength: MOST_NODES_BYTES,
    });
    const nodes: unknown = JSON.parse(bytes.toString('utf8'));
    return isFields(nodes) ? nodes : undefined;
  } catch {
    return undefined;
  }
}

function slimOf(nodes: Fields): Fields {
  return Object.fromEntries(
    Object.values(nodes)
      .filter(isFields)
      .map((node, at) => {
        const message = textIn(node, 'message')?.slice(0, LONGEST_MESSAGE);
        const exitCode = textIn(fieldsAt(node, 'outputs'), 'exitCode');
        return [
          at,
          {
            ...pick(node, NODE_TEXTS),
            ...(message && { message }),
            ...(exitCode && { outputs: { exitCode } }),
          },
        ];
      }),
  );
}

function pick(from: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(
    keys.flatMap(key => {
      const value = textIn(from, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
