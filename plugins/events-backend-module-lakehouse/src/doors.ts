import type { Config } from '@backstage/config';
import {
  fromAzure,
  fromBitbucketCloud,
  fromGithubOrGitea,
  fromGitlab,
  type HintReader,
} from './toGitHint';
import {
  basicAuth,
  secretHeader,
  signedBody,
  type Verifier,
} from './verifiers';

/** How the webhooks of one sort of Git host are let in, and read. */
export interface HostDoor {
  /** Key under `lakehouse.gitops.webhooks`; the door is `/api/events/http/lakehouse-<id>`. */
  id: string;
  /** For people. */
  title: string;
  /** In the host's own way, by what config has under the door's key. */
  verifier(config: Config): Verifier;
  readHint: HintReader;
}

export const hostDoors: HostDoor[] = [
  {
    id: 'gitea',
    title: 'Gitea or Forgejo',
    verifier: config =>
      // Forgejo sends Gitea's header beside its own, with the same signature.
      signedBody({
        header: 'x-gitea-signature',
        secret: config.getString('secret'),
      }),
    readHint: fromGithubOrGitea,
  },
  {
    id: 'github',
    title: 'GitHub',
    verifier: config =>
      signedBody({
        header: 'x-hub-signature-256',
        prefix: 'sha256=',
        secret: config.getString('secret'),
      }),
    readHint: fromGithubOrGitea,
  },
  {
    id: 'gitlab',
    title: 'GitLab',
    verifier: config =>
      secretHeader({
        header: 'x-gitlab-token',
        value: config.getString('secret'),
      }),
    readHint: fromGitlab,
  },
  {
    id: 'azure',
    title: 'Azure DevOps',
    verifier: config =>
      basicAuth({
        username: config.getString('username'),
        password: config.getString('password'),
      }),
    readHint: fromAzure,
  },
  {
    id: 'bitbucketCloud',
    title: 'Bitbucket Cloud',
    verifier: config =>
      signedBody({
        header: 'x-hub-signature',
        prefix: 'sha256=',
        secret: config.getString('secret'),
      }),
    readHint: fromBitbucketCloud,
  },
];
