import { InputError } from '@backstage/errors';
import {
  createProxyAuthenticator,
  type SignInResolver,
} from '@backstage/plugin-auth-node';

/** People of the sample catalog (packages/backend/catalog/org.yaml). */
export const SAMPLE_USERS = ['pat', 'mia', 'ben', 'noah', 'sam'] as const;

/** Who is asked for: header `x-sample-user` or query `user`. */
export interface SampleAuthResult {
  user: string;
}

export const sampleAuthenticator = createProxyAuthenticator<
  undefined,
  SampleAuthResult,
  undefined
>({
  defaultProfileTransform: async ({ user }) => ({
    profile: { displayName: user },
  }),
  initialize: () => undefined,
  async authenticate({ req }) {
    const user = req.header('x-sample-user') ?? req.query.user;
    if (!SAMPLE_USERS.some(name => name === user)) {
      throw new InputError(
        `'user' must be one of the sample users: ${SAMPLE_USERS.join(', ')}`,
      );
    }
    return { result: { user: String(user) }, providerInfo: undefined };
  },
});

/** The catalog knows each sample user and the groups that they own for. */
export const sampleSignInResolver: SignInResolver<SampleAuthResult> = async (
  { result },
  ctx,
) =>
  ctx.signInWithCatalogUser({
    entityRef: { kind: 'user', namespace: 'default', name: result.user },
  });
