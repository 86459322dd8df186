import { expect } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import {
  createLakeFSClient,
  type LakeFSClient,
  type LakeFSCredentials,
  type StatusReason,
} from '../../../packages/lakefs-client/src';
import { LakeFSHttp } from './LakeFSHttp';

/** A lakeFS on which stories may make repositories of their own. */
export interface LakeFSSide {
  endpoint: string;
  credentials: LakeFSCredentials;
  /** Where the data of a repository of this name may lie. */
  storageNamespace(repository: string): string;
  stop(): Promise<void>;
}

/** One lakeFS, a client of it, and a repository of a story's own. */
export class LakeFSDesk {
  readonly lakefs: LakeFSClient;
  readonly http: LakeFSHttp;
  repository = '';
  readonly #made: string[] = [];

  constructor(readonly side: LakeFSSide) {
    const { endpoint, credentials } = side;
    this.lakefs = createLakeFSClient({ endpoint, credentials });
    this.http = new LakeFSHttp({ endpoint, ...credentials });
  }

  /** Makes the repository that is worked in from now on; answers its name. */
  async useRepository(settings: { read_only?: boolean } = {}) {
    const name = `lakefront-${randomBytes(6).toString('hex')}`;
    await this.http.must('POST', '/repositories', {
      name,
      storage_namespace: this.side.storageNamespace(name),
      default_branch: 'main',
      ...settings,
    });
    this.#made.push(name);
    this.repository = name;
    return name;
  }

  /** Takes away what was made, and leaves. */
  async leave(): Promise<void> {
    for (const name of this.#made) {
      await this.http.send('DELETE', `/repositories/${name}?force=true`);
    }
    await this.side.stop();
  }

  readonly write = (branch: string, path: string, text: string) =>
    this.lakefs.objects.write(this.repository, branch, path, Buffer.from(text));

  /** A commit on the branch with these objects. */
  readonly commit = async (
    branch: string,
    objects: Record<string, string>,
    message = `to ${branch}`,
  ) => {
    for (const [path, text] of Object.entries(objects)) {
      await this.write(branch, path, text);
    }
    return this.lakefs.branches.commit(this.repository, branch, { message });
  };

  readonly branch = (name: string, source = 'main') =>
    this.lakefs.branches.create(this.repository, { name, source });

  readonly head = async (name: string) =>
    (await this.lakefs.branches.get(this.repository, name)).commitId;

  readonly refused = async (call: Promise<unknown>, reason: StatusReason) => {
    const error = await call.then(
      () => undefined,
      caught => caught,
    );
    expect(error).toMatchObject({ reason });
    return error;
  };
}
