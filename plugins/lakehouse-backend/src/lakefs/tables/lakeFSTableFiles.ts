import {
  everyItem,
  isLakeFSStatus,
  LakeFSProtocolError,
  type LakeFSClient,
} from '@lakefront/lakefs-client';
import type { LakeFSServer } from '../LakeFSServer';
import { type TableFiles, TableProblem } from './TableState';

const MOST_FILES = 3_000;
const PAGE = 1_000;
const FILE_BYTES = 4 * 1024 * 1024;
/** Of all files of one table at one commit. */
const ALL_BYTES = 16 * 1024 * 1024;

/** Metadata files of a repository at a commit, so many and so large as one answer may cost. */
export function lakeFSTableFiles(
  server: LakeFSServer,
  repository: string,
  commitId: string,
): TableFiles {
  let left = ALL_BYTES;
  const ask = <T>(question: (client: LakeFSClient) => Promise<T>) =>
    server.askSoon(question);
  const files: TableFiles = {
    async list(prefix) {
      const found: Awaited<ReturnType<TableFiles['list']>> = [];
      for await (const item of everyItem(after =>
        ask(client =>
          client.objects.list(repository, commitId, {
            ...{ prefix, after, amount: PAGE },
          }),
        ),
      )) {
        if (found.length === MOST_FILES) {
          throw new TableProblem(
            `${prefix} has more than ${MOST_FILES} files, which are not looked through`,
          );
        }
        if (!item.isPrefix) {
          const { path, size, modifiedAt } = item;
          found.push({ path, size, modifiedAt });
        }
      }
      return found;
    },
    async read(path) {
      return Buffer.from(await files.readBytes(path)).toString('utf8');
    },
    async readBytes(path) {
      try {
        const { bytes } = await ask(client =>
          client.objects.read(repository, commitId, path, {
            maxBytes: Math.min(FILE_BYTES, left),
          }),
        );
        left -= bytes.length;
        return bytes;
      } catch (error) {
        if (error instanceof LakeFSProtocolError) {
          throw new TableProblem(`${path} is too large to be read here`);
        }
        if (isLakeFSStatus(error, 'not-found', 'gone')) {
          throw new TableProblem(`${path} is gone with its data`);
        }
        throw error;
      }
    },
  };
  return files;
}
