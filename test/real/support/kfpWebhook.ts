import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../../../packages/sandbox/src/kube/http/certificate';
import type { KubeHttp, Manifest } from './KubeHttp';

const GROUP = 'pipelines.kubeflow.org';
const NAME = `pipelineversions.${GROUP}`;

interface AdmissionRequest {
  uid: string;
  operation: 'CREATE' | 'UPDATE';
  namespace: string;
  object: Version;
  oldObject: Version | null;
}

interface Version {
  metadata: Manifest['metadata'] & { generation?: number };
  spec: { pipelineName: string; pipelineSpec: any; [key: string]: unknown };
}

/**
 * A stand-in for the webhook of KFP 2.17, with its rules and its words, as far
 * as a version can be refused by them; the real one is a part of KFP's API
 * server, which wants a database. Takes effect when it resolves.
 */
export async function startKfpWebhook(kubernetes: KubeHttp) {
  const { ca, cert, key } = await makeCertificate();
  const refusals: string[] = [];
  const server = https.createServer(
    { cert, key },
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const review = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const asked: AdmissionRequest = review.request;
      const answer =
        // With a query that says how long the API server waits.
        request.url?.startsWith('/webhooks/mutate-pipelineversion')
          ? await complete(kubernetes, asked)
          : check(asked);
      if (answer.status) refusals.push(answer.status.message);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          ...{ apiVersion: review.apiVersion, kind: review.kind },
          response: { uid: asked.uid, ...answer },
        }),
      );
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const configurations = [
    ['MutatingWebhookConfiguration', 'mutate-pipelineversion'],
    ['ValidatingWebhookConfiguration', 'validate-pipelineversion'],
  ].map(([kind, path]) =>
    configuration(kind, {
      url: `https://127.0.0.1:${port}/webhooks/${path}`,
      caBundle: Buffer.from(ca).toString('base64'),
    }),
  );
  for (const object of configurations) await kubernetes.mustApply(object);
  return {
    /** What it refused, in its own words, oldest first. */
    refusals,
    async stop(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** As KFP's manifests have it, but for where it is. */
function configuration(kind: string, clientConfig: object): Manifest {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name: NAME },
    webhooks: [
      {
        name: NAME,
        rules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: [GROUP],
            apiVersions: ['v2beta1'],
            resources: ['pipelineversions'],
            scope: 'Namespaced',
          },
        ],
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        clientConfig,
      },
    ],
  };
}

interface Verdict {
  allowed: boolean;
  status?: { code: number; reason: string; message: string };
  patchType?: 'JSONPatch';
  patch?: string;
}

const refuse = (message: string): Verdict => ({
  allowed: false,
  status: { code: 400, reason: 'BadRequest', message },
});

/** The mutating half: which pipeline it is of. */
async function complete(
  kubernetes: KubeHttp,
  { namespace, object }: AdmissionRequest,
): Promise<Verdict> {
  const { status, body } = await kubernetes.get(
    `/apis/${GROUP}/v2beta1/namespaces/${namespace}/pipelines/${object.spec.pipelineName}`,
  );
  if (status !== 200) {
    return refuse(
      "The spec.pipelineName doesn't map to an existing Pipeline object",
    );
  }
  const { name = '', uid } = body.metadata;
  const owner = {
    apiVersion: `${GROUP}/v2beta1`,
    kind: 'Pipeline',
    ...{ name, uid, blockOwnerDeletion: true },
  };
  const others = ((object.metadata.ownerReferences ?? []) as any[]).filter(
    ({ apiVersion, kind }) =>
      apiVersion !== owner.apiVersion || kind !== 'Pipeline',
  );
  const metadata = {
    ...object.metadata,
    labels: {
      ...(object.metadata.labels as object),
      [`${GROUP}/pipeline-id`]: uid,
      [`${GROUP}/pipeline`]: name.slice(0, 63),
    },
    ownerReferences: [...others, owner],
  };
  const patch = [{ op: 'replace', path: '/metadata', value: metadata }];
  return {
    allowed: true,
    patchType: 'JSONPatch',
    patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
  };
}

/** The validating half: what it runs, and that this never changes. */
function check({ operation, object, oldObject }: AdmissionRequest): Verdict {
  if (operation === 'CREATE') {
    const fault = faultOf(object.spec.pipelineSpec);
    return fault ? refuse(fault) : { allowed: true };
  }
  const fixed = ({ spec }: Version) => {
    const { displayName, tags, ...rest } = spec;
    return sorted(rest);
  };
  return object.metadata.generation !== oldObject?.metadata.generation &&
    fixed(object) !== fixed(oldObject!)
    ? refuse(
        'Pipeline spec is immutable; only mutable fields (display_name, tags) can be updated',
      )
    : { allowed: true };
}

const FIELDS = [
  ...['pipelineInfo', 'deploymentSpec', 'schemaVersion', 'sdkVersion'],
  ...['components', 'root', 'defaultPipelineRoot'],
];

function faultOf(spec: any): string | undefined {
  const invalid = (why: string) =>
    `The pipeline spec is invalid: failed to parse the pipeline spec: InvalidInputError: ${why}: pipeline spec is invalid`;
  const known =
    Object.keys(spec ?? {}).every(key => FIELDS.includes(key)) &&
    spec?.pipelineInfo?.name &&
    spec.root;
  if (!known) return invalid('no pipeline spec is provided');
  if (spec.schemaVersion !== '2.1.0') {
    return invalid(
      `KFP only supports schema version 2.1.0, but the pipeline spec has version ${
        spec.schemaVersion ?? ''
      }`,
    );
  }
  const { name } = spec.pipelineInfo;
  // Of any letters and digits it has already found some.
  if (!/[a-z0-9]/.test(name)) {
    return invalid(
      "invalid v2 pipeline spec: name should consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    );
  }
  if (name.length > 128) {
    return "Invalid input error: pipeline's name must contain no more than 128 characters";
  }
  return /^[a-z0-9][a-z0-9-]*$/.test(name)
    ? undefined
    : "Invalid input error: pipeline's name must contain only lowercase alphanumeric characters or '-' and must start with alphanumeric characters";
}

/** The same text for the same value, whatever the order of its keys. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(
          Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : item,
  );
}
