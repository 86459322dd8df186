import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ChangeCheck,
  ChangeRequest,
  ChangeRequestDetail,
  LakehouseDomain,
  LakehouseDomainDetail,
  List,
  PipelineDetail,
  PipelineVersionDetail,
  ProposeInput,
  WorkloadAddress,
  WorkloadDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** On whose behalf; the lakehouse asks the permission framework with these. @public */
export interface LakehouseServiceOptions {
  credentials: BackstageCredentials;
  signal?: AbortSignal;
}

/**
 * The lakehouse plugin for other backend plugins and modules. Every call is
 * made with the caller's credentials: what the user may not see is not there.
 * Failures are `ResponseError`s with the name and message of the plugin's own.
 * @public
 */
export interface LakehouseService {
  /** What stands in the way of a change and what a merge would do. Writes nothing. */
  check(
    input: ProposeInput,
    options: LakehouseServiceOptions,
  ): Promise<ChangeCheck>;
  /**
   * Opens a pull request. The same user and key always answer the same change.
   * The user's own OAuth token for the Git host is needed where config has
   * `credentials: user` for the repository, and used for nothing else.
   */
  propose(
    input: ProposeInput,
    options: LakehouseServiceOptions & {
      idempotencyKey?: string;
      gitToken?: string;
    },
  ): Promise<ChangeRequest>;
  getChange(
    id: string,
    options: LakehouseServiceOptions,
  ): Promise<ChangeRequestDetail>;
  listDomains(options: LakehouseServiceOptions): Promise<List<LakehouseDomain>>;
  getDomain(
    domain: string,
    options: LakehouseServiceOptions,
  ): Promise<LakehouseDomainDetail>;
  getWorkload(
    address: WorkloadAddress,
    options: LakehouseServiceOptions,
  ): Promise<WorkloadDetail>;
  /** A pipeline of Kubeflow by the name of its object, with its versions, newest first. */
  getPipeline(
    address: Omit<WorkloadAddress, 'kind'>,
    options: LakehouseServiceOptions,
  ): Promise<PipelineDetail>;
  /** One version of a pipeline, with what its compiled pipeline says. */
  getPipelineVersion(
    address: Omit<WorkloadAddress, 'kind'>,
    options: LakehouseServiceOptions,
  ): Promise<PipelineVersionDetail>;
}
