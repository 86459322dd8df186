import type { LakeUser } from './lakefs';
import { SEED_DOMAINS } from './seed/SeedDomain';
import type { KubeUser, SampleUser } from './types';

/** The sample people; the portal's sample catalog holds the same ones. */
export const sampleUsers: SampleUser[] = [
  {
    name: 'pat',
    fullName: 'Pat Okafor',
    email: 'pat@example.com',
    groups: ['platform-engineers'],
  },
  {
    name: 'mia',
    fullName: 'Mia Larsson',
    email: 'mia@example.com',
    groups: ['sales-data'],
  },
  {
    name: 'ben',
    fullName: 'Ben Achterberg',
    email: 'ben@example.com',
    groups: ['sales-data'],
  },
  {
    name: 'noah',
    fullName: 'Noah Silva',
    email: 'noah@example.com',
    groups: ['risk-data'],
  },
  { name: 'sam', fullName: 'Sam Novak', email: 'sam@example.com', groups: [] },
  {
    name: 'guest',
    fullName: 'Guest',
    email: 'guest@example.com',
    groups: ['platform-engineers'],
  },
];

/** The portal's account on Kubernetes: reads, and no Secrets. */
export const PORTAL_ACCOUNT = {
  namespace: 'lakefront-system',
  name: 'lakefront-portal',
};

/** That of the controller of lakeFS branches, with the rights it is installed with. */
export const BRANCH_ACCOUNT = {
  namespace: 'lakefront-system',
  name: 'lakefront-branch-controller',
};

function accountUser(account: { namespace: string; name: string }): KubeUser {
  const { namespace, name } = account;
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
  };
}

/** Bearer tokens of the Kubernetes API. */
export function kubernetesTokens(): Record<string, KubeUser> {
  const tokens: Record<string, KubeUser> = {
    'sandbox-admin': {
      name: 'admin',
      groups: ['system:masters', 'system:authenticated'],
    },
    'sandbox-portal': accountUser(PORTAL_ACCOUNT),
    'sandbox-branch-controller': accountUser(BRANCH_ACCOUNT),
  };
  for (const user of sampleUsers) {
    tokens[`sandbox-${user.name}`] = {
      name: user.name,
      groups: [...user.groups, 'system:authenticated'],
    };
  }
  return tokens;
}

/** Tokens (and passwords) of the Git host: token to login. */
export function gitTokens(): Record<string, string> {
  const logins = ['admin', 'portal', ...sampleUsers.map(({ name }) => name)];
  return Object.fromEntries(logins.map(login => [`sandbox-${login}`, login]));
}

/** The key of lakeFS that jobs of a domain use: it stands in the domain's own Secret, and nowhere else. */
export function lakeKeyOf(domain: string): LakeUser {
  return {
    name: `${domain}-jobs`,
    accessKeyId: `sandbox-${domain}-jobs`,
    secretAccessKey: `sandbox-${domain}-jobs-secret`,
  };
}

/** Keys of lakeFS: those of people and of the platform have the same id and secret. */
export function lakeUsers(): LakeUser[] {
  const names = [
    'admin',
    'portal',
    'spark',
    'branch-controller',
    ...sampleUsers.map(({ name }) => name),
  ];
  return [
    ...names.map(name => ({
      name,
      accessKeyId: `sandbox-${name}`,
      secretAccessKey: `sandbox-${name}`,
    })),
    ...SEED_DOMAINS.map(({ name }) => lakeKeyOf(name)),
  ];
}
