import type {
  LakeFSAddress,
  LakeFSTableChange,
  LakeFSTables,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Change } from '@lakefront/lakefs-client';
import { takePage } from '../../queries/pageSize';
import { askLakeFS } from '../askLakeFS';
import { BoundedMap } from '../../BoundedMap';
import { diffOf, pairOf, resolveRef } from '../compare/CompareQueries';
import type { DiffMemory } from '../compare/DiffMemory';
import { countChanges } from '../compare/foldChanges';
import { readFirst } from '../compare/readChanges';
import { eachAtOnce } from '../eachAtOnce';
import type { LakeFSAsker } from '../LakeFSAsker';
import type { FoundRepository, LakeFSBooks } from '../LakeFSBooks';
import type { LakeFSPermits } from '../LakeFSPermits';
import { compareText } from '../readBook';
import { toAnswer } from '../toAnswer';
import {
  findTables,
  isLooseParquet,
  prefixOf,
  type TableFormat,
  tableOf,
} from './findTables';
import { lakeFSTableFiles } from './lakeFSTableFiles';
import { lookInto } from './lookInto';
import { readDelta } from './readDelta';
import { readIceberg } from './readIceberg';
import { TableProblem, type TableState } from './TableState';

/** Tables of one answer: each costs some requests. */
const MOST_TABLES = 50;
const AT_ONCE = 4;
const ANSWERS_KEPT = 200;

/** What changed in tables, as far as their metadata files tell it. */
export class TableQueries {
  readonly #books: LakeFSBooks;
  readonly #permits: LakeFSPermits;
  readonly #diffs: DiffMemory;
  /** By pair of commits. */
  readonly #answers = new BoundedMap<string, LakeFSTables>({
    most: ANSWERS_KEPT,
  });

  constructor(options: {
    books: LakeFSBooks;
    permits: LakeFSPermits;
    diffs: DiffMemory;
  }) {
    this.#books = options.books;
    this.#permits = options.permits;
    this.#diffs = options.diffs;
  }

  /** What a merge of `to` into `from` would bring to tables. */
  async list(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: { from: string; to: string },
  ): Promise<LakeFSTables> {
    this.#permits.require(asker.scope, address);
    const found = await this.#books.find(address);
    const [from, to] = await Promise.all([
      resolveRef(found, question.from),
      resolveRef(found, question.to),
    ]);
    const pair = pairOf(address, from, to);
    const known = this.#answers.get(pair);
    if (known) {
      return known;
    }
    const read = diffOf(found, from, to);
    const whole = await this.#diffs.whole(pair, read, '');
    const { changes, more } = whole
      ? { changes: whole, more: false }
      : await readFirst(read, '');
    const { server, repository } = found;
    const { baseCommitId } = await askLakeFS(
      server,
      `common commit of ${from.ref} and ${to.ref}`,
      client =>
        client.refs.mergeBase(repository.id, to.commitId, from.commitId),
    );
    const groups = groupByTable(changes);
    const items = await eachAtOnce(
      groups.slice(0, MOST_TABLES),
      AT_ONCE,
      async group =>
        this.#describe(found, group, {
          before: baseCommitId,
          after: to.commitId,
          more,
        }),
    );
    const page = takePage(items, { limit: MOST_TABLES, toItem: one => one });
    const answer: LakeFSTables = {
      items: page.items,
      ...((more || page.more || groups.length > MOST_TABLES) && {
        more: true,
      }),
    };
    this.#answers.set(pair, answer);
    return answer;
  }

  async #describe(
    found: FoundRepository,
    group: TableGroup,
    at: { before: string; after: string; more: boolean },
  ): Promise<LakeFSTableChange> {
    const { server, repository } = found;
    const { folder } = group;
    const files = (commitId: string) =>
      lakeFSTableFiles(server, repository.id, commitId);
    try {
      const [before, after] = await Promise.all([
        lookInto(found, group, at.before),
        lookInto(found, group, at.after),
      ]);
      const format = after.format ?? before.format ?? group.format;
      const loose = group.changes.filter(({ path }) =>
        isLooseParquet(path, folder),
      );
      const isLoose = (before.hasTables || after.hasTables) && loose.length > 0;
      const [wasThere, stays] = [before, after].map(look =>
        isLoose ? look.hasLoose : look.isThere,
      );
      const { bytes, conflicts, ...counts } = countChanges(
        isLoose ? loose : group.changes,
      );
      const prefix = prefixOf(folder);
      return {
        ...{ path: isLoose ? `${prefix}*.parquet` : folder, format, bytes },
        change: changeOf(wasThere, stays),
        files: {
          added: counts.added,
          removed: counts.removed,
          // What both sides changed, this one did.
          changed: counts.changed + conflicts,
          ...(at.more && { more: true }),
        },
        ...(await compareStates(
          () => (wasThere ? readState(files(at.before), format, prefix) : {}),
          () => (stays ? readState(files(at.after), format, prefix) : {}),
        )),
      };
    } catch (error) {
      throw toAnswer(error, server, `table ${folder}`);
    }
  }
}

interface TableGroup {
  folder: string;
  format: TableFormat;
  changes: Change[];
}

/** Changes by the table that they are in, in the order of the tables' paths; others are left out. */
function groupByTable(changes: readonly Change[]): TableGroup[] {
  const tables = findTables(changes);
  const groups = new Map<string, TableGroup>();
  for (const change of changes) {
    const folder = tableOf(change.path, tables);
    if (folder === undefined) {
      continue;
    }
    const group = groups.get(folder) ?? {
      ...{ folder, format: tables.get(folder)!, changes: [] },
    };
    groups.set(folder, group);
    group.changes.push(change);
  }
  return [...groups.values()].sort((a, b) => compareText(a.folder, b.folder));
}

function changeOf(
  before: boolean,
  after: boolean,
): LakeFSTableChange['change'] {
  if (before && !after) {
    return 'removed';
  }
  return before ? 'changed' : 'added';
}

function readState(
  files: ReturnType<typeof lakeFSTableFiles>,
  format: TableFormat,
  prefix: string,
): TableState | Promise<TableState> {
  switch (format) {
    case 'iceberg':
      return readIceberg(files, prefix);
    case 'delta':
      return readDelta(files, prefix);
    default:
      // Its files tell nothing that is cheap to read.
      return {};
  }
}

/** Rows and columns of two states; what one of them can't tell is a problem, not an error. */
async function compareStates(
  readBefore: () => TableState | Promise<TableState>,
  readAfter: () => TableState | Promise<TableState>,
): Promise<Pick<LakeFSTableChange, 'rows' | 'columns' | 'problem'>> {
  try {
    const [before, after] = [await readBefore(), await readAfter()];
    const rows = {
      ...(before.rows !== undefined && { before: before.rows }),
      ...(after.rows !== undefined && { after: after.rows }),
    };
    const columns = compareColumns(before.columns, after.columns);
    const problem = after.problem ?? before.problem;
    return {
      ...(Object.keys(rows).length > 0 && { rows }),
      ...(columns.length > 0 && { columns }),
      ...(problem && {
        problem:
          before.columns && after.columns
            ? `Rows are not told: ${problem}`
            : notTold(problem),
      }),
    };
  } catch (error) {
    if (error instanceof TableProblem) {
      return { problem: notTold(error.message) };
    }
    throw error;
  }
}

function notTold(problem: string): string {
  return `Rows and columns are not told: ${problem}`;
}

function compareColumns(
  before: TableState['columns'] = new Map(),
  after: TableState['columns'] = new Map(),
): NonNullable<LakeFSTableChange['columns']> {
  // Of a table that is new or gone, all columns are: that says nothing more.
  if (before.size === 0 || after.size === 0) {
    return [];
  }
  const names = [...new Set([...after.keys(), ...before.keys()])];
  return names
    .map(name => ({
      name,
      before: before.get(name),
      after: after.get(name),
    }))
    .filter(column => column.before !== column.after);
}
