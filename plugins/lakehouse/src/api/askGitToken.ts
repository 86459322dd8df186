import type { ApiHolder } from '@backstage/frontend-plugin-api';
import { scmAuthApiRef } from '@backstage/integration-react';
import { lakehouseApiRef } from './lakehouseApiRef';

/**
 * The reader's own OAuth token for the Git host, where changes of the domain
 * are made with their own account; undefined where the portal makes them. Asks
 * them to sign in where they are not. Throws with what to do where they can't.
 *
 * `isInDialog`: the window to sign in opens at once, which browsers allow right
 * after a click. Backstage's own question whether it may would stand behind the
 * dialog, which keeps everything else on the page from being pressed.
 */
export async function askGitToken(
  apis: ApiHolder,
  place: { domain: string; kubernetesCluster: string },
  options: { isInDialog?: boolean } = {},
): Promise<string | undefined> {
  const { domain, kubernetesCluster } = place;
  const { gitAccounts } = (await apis
    .get(lakehouseApiRef)
    ?.getDomain(domain)) ?? { gitAccounts: undefined };
  const url = gitAccounts?.[kubernetesCluster];
  if (url === undefined) {
    return undefined;
  }
  try {
    const scmAuth = apis.get(scmAuthApiRef);
    if (!scmAuth) {
      throw new Error('it has no API to sign in to Git hosts (ScmAuth)');
    }
    const { token } = await scmAuth.getCredentials({
      ...{ url, additionalScope: { repoWrite: true } },
      ...(options.isInDialog && { instantPopup: true }),
    });
    return token;
  } catch (error) {
    const { host } = new URL(url);
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Changes of ${domain} on ${kubernetesCluster} are made with your own account on ${host}, which the portal could not sign you in to: ${why}`,
    );
  }
}
