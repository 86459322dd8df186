import type { LakeFSServer } from './LakeFSServer';

const part = encodeURIComponent;

/** Pages of lakeFS' own UI. */
export function lakeFSUrls({ config }: LakeFSServer, repository: string) {
  const base = `${config.url}/repositories/${part(repository)}`;
  return {
    repository: `${base}/objects`,
    branch: (branch: string) => `${base}/objects?ref=${part(branch)}`,
    commit: (id: string) => `${base}/commits/${part(id)}`,
    run: (id: string) => `${base}/actions/${part(id)}`,
  };
}
