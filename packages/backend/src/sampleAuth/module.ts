import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { sampleAuthenticator, sampleSignInResolver } from './authenticator';

/**
 * Sign-in as one of the sample users, without a password. It refuses to start
 * outside development, so that it can never be left on by mistake.
 */
export const authModuleSample = createBackendModule({
  pluginId: 'auth',
  moduleId: 'sample-provider',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        assertDevelopment(process.env.NODE_ENV);
        providers.registerProvider({
          providerId: 'sample',
          factory: createProxyAuthProviderFactory({
            authenticator: sampleAuthenticator,
            signInResolver: sampleSignInResolver,
          }),
        });
      },
    });
  },
});

/** Throws anywhere but in development and in tests. */
export function assertDevelopment(environment: string | undefined) {
  if (environment !== 'development' && environment !== 'test') {
    throw new Error(
      `The sample sign-in gives anybody a token for any sample user; it refuses to start with NODE_ENV=${
        environment ?? '(unset)'
      }. Remove it from packages/backend/src/index.ts and install a real auth provider.`,
    );
  }
}
