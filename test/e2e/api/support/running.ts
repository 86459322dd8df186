import { GitHostApi } from './GitHostApi';
import { PortalApi } from './PortalApi';

function address(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: who started the portal?`);
  return value;
}

/** The portal that the global setup started, over HTTP. */
export function runningPortal(): PortalApi {
  return new PortalApi(address('BACKEND_URL'));
}

/** Its Git host. */
export function runningGitHost(account = 'admin'): GitHostApi {
  return new GitHostApi(address('GIT_URL'), account);
}
