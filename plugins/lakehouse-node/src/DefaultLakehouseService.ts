import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { InputError, ResponseError } from '@backstage/errors';
import {
  GIT_TOKEN_HEADER,
  type ChangeCheck,
  type ChangeRequest,
  type ChangeRequestDetail,
  type LakehouseDomain,
  type LakehouseDomainDetail,
  type List,
  type PipelineDetail,
  type PipelineVersionDetail,
  type ProposeInput,
  type WorkloadAddress,
  type WorkloadDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  LakehouseService,
  LakehouseServiceOptions,
} from './LakehouseService';

interface Call {
  method: 'GET' | 'POST';
  /** Segments of the path, each encoded on the way. */
  path: string[];
  body?: unknown;
  headers?: Record<string, string>;
}

/** Speaks to the lakehouse plugin over HTTP, wherever it runs. */
export class DefaultLakehouseService implements LakehouseService {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  constructor(options: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  check(input: ProposeInput, options: LakehouseServiceOptions) {
    return this.#call<ChangeCheck>(
      { method: 'POST', path: ['changes', 'check'], body: input },
      options,
    );
  }

  propose(
    input: ProposeInput,
    options: LakehouseServiceOptions & {
      idempotencyKey?: string;
      gitToken?: string;
    },
  ) {
    const { idempotencyKey, gitToken } = options;
    return this.#call<ChangeRequest>(
      {
        method: 'POST',
        path: ['changes'],
        body: input,
        headers: {
          ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
          ...(gitToken && { [GIT_TOKEN_HEADER]: gitToken }),
        },
      },
      options,
    );
  }

  getChange(id: string, options: LakehouseServiceOptions) {
    return this.#call<ChangeRequestDetail>(
      { method: 'GET', path: ['changes', id] },
      options,
    );
  }

  listDomains(options: LakehouseServiceOptions) {
    return this.#call<List<LakehouseDomain>>(
      { method: 'GET', path: ['domains'] },
      options,
    );
  }

  getDomain(domain: string, options: LakehouseServiceOptions) {
    return this.#call<LakehouseDomainDetail>(
      { method: 'GET', path: ['domains', domain] },
      options,
    );
  }

  getWorkload(address: WorkloadAddress, options: LakehouseServiceOptions) {
    const { kubernetesCluster, namespace, kind, name } = address;
    return this.#call<WorkloadDetail>(
      {
        method: 'GET',
        path: ['workloads', kubernetesCluster, namespace, kind, name],
      },
      options,
    );
  }

  getPipeline(
    address: Omit<WorkloadAddress, 'kind'>,
    options: LakehouseServiceOptions,
  ) {
    const { kubernetesCluster, namespace, name } = address;
    return this.#call<PipelineDetail>(
      {
        method: 'GET',
        path: ['pipelines', 'by-name', kubernetesCluster, namespace, name],
      },
      options,
    );
  }

  getPipelineVersion(
    address: Omit<WorkloadAddress, 'kind'>,
    options: LakehouseServiceOptions,
  ) {
    const { kubernetesCluster, namespace, name } = address;
    return this.#call<PipelineVersionDetail>(
      {
        method: 'GET',
        path: ['pipelines', 'versions', kubernetesCluster, namespace, name],
      },
      options,
    );
  }

  async #call<T>(call: Call, options: LakehouseServiceOptions): Promise<T> {
    const baseUrl = await this.#discovery.getBaseUrl('lakehouse');
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: options.credentials,
      targetPluginId: 'lakehouse',
    });
    const path = call.path.map(toSegment).join('/');
    const response = await fetch(`${baseUrl}/${path}`, {
      method: call.method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
        ...call.headers,
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: options.signal,
    });
    if (!response.ok) {
      const failure = await ResponseError.fromResponse(response);
      // What a task or a log shows is the message; the status says nothing to people.
      failure.message = failure.cause.message || failure.message;
      throw failure;
    }
    return (await response.json()) as T;
  }
}

/** A dot or two would walk up the path, encoded or not. */
function toSegment(text: string): string {
  if (text === '' || text === '.' || text === '..') {
    throw new InputError(`"${text}" is not a name`);
  }
  return encodeURIComponent(text);
}
