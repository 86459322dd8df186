import { join } from 'node:path';
import { checkDomain } from './checkDomain';
import type { Fault } from './Fault';
import { type DomainPlatform, readPlatform } from './readPlatform';
import { CannotCheck, directoriesIn, isDirectory } from './readTree';

const STAGES = [
  { directory: 'domains', stage: 1 },
  { directory: 'domains-after', stage: 2 },
] as const;

/**
 * Holds a checkout of a GitOps repository against the policy: each domain's
 * workloads against the settings that the platform team gave it. Throws
 * `CannotCheck` where there is nothing of that shape. Reads only.
 */
export function checkRepository(
  checkout: string,
  options: { root: string },
): { faults: Fault[]; files: number } {
  const root = options.root.split('/').filter(part => part && part !== '.');
  if (root.includes('..')) {
    throw new CannotCheck(`--root ${options.root} leads out of the repository`);
  }
  const at = (...parts: string[]) => [...root, ...parts].join('/');
  if (!isDirectory(join(checkout, at('platform')))) {
    throw new CannotCheck(
      `${checkout} has no directory ${at(
        'platform',
      )}: name the checkout of a GitOps repository, and --root where its layout is not at the top`,
    );
  }
  const faults: Fault[] = [];
  let files = 0;
  const add = (found: { faults: Fault[]; files: number }) => {
    faults.push(...found.faults);
    files += found.files;
  };
  const platforms = new Map<string, DomainPlatform>();
  for (const cluster of directoriesIn(join(checkout, at('platform')))) {
    const inCluster = at('platform', cluster);
    for (const domain of directoriesIn(join(checkout, inCluster))) {
      const directory = `${inCluster}/${domain}`;
      const { platform, ...found } = readPlatform(checkout, directory, domain);
      platforms.set(`${cluster}/${domain}`, platform);
      add(found);
    }
  }
  for (const cluster of directoriesIn(join(checkout, at('clusters')))) {
    for (const { directory: stageDirectory, stage } of STAGES) {
      const inStage = at('clusters', cluster, stageDirectory);
      for (const domain of directoriesIn(join(checkout, inStage))) {
        const directory = `${inStage}/${domain}`;
        const platform = platforms.get(`${cluster}/${domain}`);
        const { namespace } = platform ?? {};
        if (platform && namespace !== undefined) {
          add(
            checkDomain(checkout, {
              ...{ directory, domain, stage },
              platform: { ...platform, namespace },
            }),
          );
        } else {
          faults.push({
            file: directory,
            line: 1,
            message: `belongs to no one Namespace: put that right in ${at(
              'platform',
              cluster,
              domain,
            )} first, or take the directory out`,
          });
        }
      }
    }
  }
  return { faults: faults.sort(inOrder), files };
}

function inOrder(one: Fault, other: Fault): number {
  if (one.file !== other.file) {
    return one.file < other.file ? -1 : 1;
  }
  return one.line - other.line;
}
