import { useApiHolder } from '@backstage/core-plugin-api';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { askGitToken } from '../api';
import type { DomainChoice } from './place';

/** Name of the secret by which templates hand a token on, as Backstage's own fields have it. */
const SECRET = 'USER_OAUTH_TOKEN';

/**
 * Puts the reader's own token for the Git host among the template's secrets,
 * where changes of the domain are made with their own account.
 */
export function useGitToken(choice: DomainChoice | undefined): {
  error?: Error;
  retry(): void;
} {
  const apis = useApiHolder();
  const { setSecrets } = useTemplateSecrets();
  const { domain, kubernetesCluster } = choice ?? {};
  const { error, retry } = useAsyncRetry(async () => {
    if (domain !== undefined && kubernetesCluster !== undefined) {
      const token = await askGitToken(apis, { domain, kubernetesCluster });
      if (token !== undefined) {
        setSecrets({ [SECRET]: token });
      }
    }
  }, [apis, domain, kubernetesCluster]);
  return { error, retry };
}
