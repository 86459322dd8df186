import path from 'node:path';
import { pathToFileURL } from 'node:url';

const scripts = path.resolve(__dirname, '../../../scripts');

type Launcher = typeof import('../../../scripts/portal.mjs') &
  typeof import('../../../scripts/processes.mjs') &
  typeof import('../../../scripts/ready.mjs');

/**
 * What `npm start` is made of. Loaded by address, so that it comes as the
 * module that it is: the test runner makes something else of a static import.
 */
export async function launcher(): Promise<Launcher> {
  const modules = await Promise.all(
    ['portal.mjs', 'processes.mjs', 'ready.mjs'].map(
      file => import(pathToFileURL(path.join(scripts, file)).href),
    ),
  );
  return Object.assign({}, ...modules);
}
