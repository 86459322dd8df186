import type { GitHostApi } from './GitHostApi';
import type { PortalApi } from './PortalApi';

/** All that a proposal leaves behind. */
export interface Traces {
  branches: string[];
  pulls: number[];
  changes: string[];
}

/** Branches, pull requests and change requests that are there now. */
export async function tracesOf(
  portal: PortalApi,
  git: GitHostApi,
): Promise<Traces> {
  const changes: string[] = [];
  let cursor: string | undefined;
  do {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const { body } = await portal
      .as('pat')
      .get<{ items: Array<{ id: string }>; nextCursor?: string }>(
        `/lakehouse/changes?limit=1000${query}`,
      );
    changes.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor;
  } while (cursor);
  return {
    branches: await git.branches(),
    pulls: (await git.pulls()).map(({ number }) => number).sort(byNumber),
    changes: changes.sort(),
  };
}

/** What is there after that was not there before. */
export function newTraces(before: Traces, after: Traces): Traces {
  return {
    branches: after.branches.filter(one => !before.branches.includes(one)),
    pulls: after.pulls.filter(one => !before.pulls.includes(one)),
    changes: after.changes.filter(one => !before.changes.includes(one)),
  };
}

function byNumber(a: number, b: number) {
  return a - b;
}
