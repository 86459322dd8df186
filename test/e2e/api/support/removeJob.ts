import type { GitHostApi } from './GitHostApi';
import type { PortalApi } from './PortalApi';
import { pathOf } from './sparkJob';
import { until } from './until';

interface Change {
  number?: number;
  phase: string;
}

/**
 * Takes a job of sales away again, so that the same name can be proposed once
 * more: its open pull requests are closed, its file and then the job are gone.
 */
export async function removeJob(
  portal: PortalApi,
  git: GitHostApi,
  name: string,
) {
  const pat = portal.as('pat');
  const mine = () =>
    pat.get<{ items: Change[] }>(
      `/lakehouse/changes?kind=spark-application&name=${name}&phase=open`,
    );
  const { body } = await mine();
  for (const { number } of body.items) {
    if (number !== undefined) await git.as('admin').close(number);
  }
  if (await git.hasFile(pathOf(name))) {
    await git.as('admin').removeFile(pathOf(name));
  }
  await until(
    () =>
      pat.get(`/lakehouse/workloads/west/dom-sales/spark-application/${name}`),
    ({ status }) => status === 404,
    { what: `job ${name} is gone` },
  );
  await until(mine, answer => answer.body.items.length === 0, {
    what: `no change of ${name} is open`,
    seconds: 90,
  });
}
