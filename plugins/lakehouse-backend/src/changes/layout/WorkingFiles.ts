import type {
  GitHost,
  GitListedFile,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsRepository } from '../../gitopsConfig';
import type { FileWrite } from '../ChangeRow';

export interface WorkingFile {
  content: string;
  /** Blob sha that the base branch has; nothing for one that is new here. */
  sha?: string;
}

/**
 * The files of the base branch as one change sees them: each is asked for once,
 * and what an object of the change wrote is what the next one reads.
 */
export class WorkingFiles {
  readonly #base = new Map<string, Promise<WorkingFile | undefined>>();
  readonly #lists = new Map<string, Promise<GitListedFile[] | undefined>>();
  readonly #written = new Map<string, string | undefined>();

  constructor(
    private readonly host: GitHost,
    private readonly repository: GitOpsRepository,
  ) {}

  /** Files below a directory of the base branch; none where it is not there. */
  async list(directory: string): Promise<GitListedFile[]> {
    const { baseBranch } = this.repository;
    const known =
      this.#lists.get(directory) ??
      this.host.listFiles(this.repository, directory, baseBranch);
    this.#lists.set(directory, known);
    return (await known) ?? [];
  }

  async read(path: string): Promise<WorkingFile | undefined> {
    const base = await this.#readBase(path);
    if (!this.#written.has(path)) {
      return base;
    }
    const content = this.#written.get(path);
    return content === undefined ? undefined : { ...base, content };
  }

  /** Nothing takes the file away. */
  write(path: string, content: string | undefined) {
    this.#written.set(path, content);
  }

  isWritten(path: string): boolean {
    return this.#written.get(path) !== undefined;
  }

  /** What a commit does to each file, in the order in which they were written first. */
  async writes(): Promise<FileWrite[]> {
    const writes: FileWrite[] = [];
    for (const [path, text] of this.#written) {
      const base = await this.#readBase(path);
      const baseSha = base?.sha;
      if (text === undefined) {
        writes.push({ action: 'delete', path, text: '', baseSha });
      } else if (base) {
        writes.push({ action: 'update', path, text, baseSha });
      } else {
        writes.push({ action: 'create', path, text });
      }
    }
    return writes;
  }

  #readBase(path: string): Promise<WorkingFile | undefined> {
    const { baseBranch } = this.repository;
    const known =
      this.#base.get(path) ??
      this.host.getFile(this.repository, path, baseBranch);
    this.#base.set(path, known);
    return known;
  }
}
