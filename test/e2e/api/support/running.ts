import { GitHostApi } from './GitHostApi';
import { LakeFSHttp } from '../../../conformance/support/LakeFSHttp';
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

/** Its lakeFS, with the key of who may do everything there. */
export function runningLakeFS(): LakeFSHttp {
  return new LakeFSHttp({
    endpoint: address('LAKEFS_URL'),
    accessKeyId: 'sandbox-admin',
    secretAccessKey: 'sandbox-admin',
  });
}
