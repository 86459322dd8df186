import type { GitHostApi } from './GitHostApi';
import type { PortalApi } from './PortalApi';
import { pathOf } from './sparkJob';
import { until } from './until';

interface Change {
  number?: number;
  phase: string;
}

/**
 * Takes a job (or another kind) of sales away again, so that the same name can be proposed once
 * more: its open pull requests are closed, its file and then the job are gone.
 */
export async function removeJob(
  portal: PortalApi,
  git: GitHostApi,
  name: string,
  kind = 'spark-application',
  /** Files that can't stay without it. */
  beside: string[] = [],
) {
  const file = pathOf(name, 'sales', kind);
  const pat = portal.as('pat');
  const mine = () =>
    pat.get<{ items: Change[] }>(
      `/lakehouse/changes?kind=${kind}&name=${name}&phase=open`,
    );
  const { body } = await mine();
  for (const { number } of body.items) {
    if (number !== undefined) await git.as('admin').close(number);
  }
  for (const path of [...beside, file]) {
    if (await git.hasFile(path)) {
      await git.as('admin').removeFile(path);
    }
  }
  await until(
    () => pat.get(`/lakehouse/workloads/west/dom-sales/${kind}/${name}`),
    ({ status }) => status === 404,
    { what: `${kind} ${name} is gone` },
  );
  await until(mine, answer => answer.body.items.length === 0, {
    what: `no change of ${name} is open`,
    seconds: 90,
  });
}
