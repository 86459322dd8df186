import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Lakefront: the front door of a Kubernetes-native lakehouse. */
  lakehouse?: {
    permissions?: {
      /**
       * Entity refs of users and groups that answer for every domain, e.g.
       * `group:default/platform-engineers`.
       */
      platform?: string[];
      /**
       * Believe an unconditional ALLOW of the permission policy on logs,
       * specs and changes even for people who are no members of the domain.
       * Default false: a stock portal allows everything to everybody.
       */
      dangerouslyOpen?: boolean;
    };
    domains?: {
      /**
       * Names of the Kubernetes clusters whose namespace labels and
       * annotations say which domains there are and who is a member.
       * Default: all of `kubernetes.clusterLocatorMethods`.
       */
      kubernetesClusters?: string[];
      /** Label on namespaces that names the domain. Default `lakefront.dev/domain`. */
      namespaceLabel?: string;
    };
    kubernetes?: {
      /**
       * How the portal signs in to Kubernetes clusters where the `kubernetes`
       * section cannot say it, or says it for users: `google`, `oidc` and
       * `aks` take the token of who looks, and the portal watches while nobody
       * does. What stands here wins over the section's `authProvider`.
       */
      accounts?: Array<{
        /** Name of a cluster of `kubernetes.clusterLocatorMethods`. */
        kubernetesCluster: string;
        /**
         * Address, CA and account come from a kubeconfig: a token, a file, a
         * certificate, or a command (`exec`). The file is read again when it
         * changed. Either this, `clientCertificate` or `serviceAccountToken`.
         */
        kubeconfig?: {
          file: string;
          /** Default: the file's current context. */
          context?: string;
        };
        /** PEM files; read again at every connect. */
        clientCertificate?: {
          certFile: string;
          keyFile: string;
        };
        /** @visibility secret */
        serviceAccountToken?: string;
      }>;
      /**
       * With these the portal asks an API server what it would say to a change
       * (server-side dry run): quotas, admission policies and webhooks have
       * their say before there is a pull request. Kubernetes knows no right to
       * dry runs alone: such an account may write workloads (`create` and
       * `patch`), though the portal never does. Give it nothing else. Without
       * one, changes are checked by what can be read.
       */
      dryRunAccounts?: Array<{
        /** Name of a cluster of `kubernetes.clusterLocatorMethods`. */
        kubernetesCluster: string;
        /** One of the three, as in `accounts`. */
        kubeconfig?: {
          file: string;
          context?: string;
        };
        clientCertificate?: {
          certFile: string;
          keyFile: string;
        };
        /** @visibility secret */
        serviceAccountToken?: string;
      }>;
    };
    runs?: {
      /** Days that runs are remembered. Default 90. */
      keepDays?: number;
    };
    pipelineRuns?: {
      /**
       * Days that runs of pipelines of Kubeflow are remembered after their
       * end. Default 400. What KFP's own history has of before is not read.
       */
      keepDays?: number;
    };
    history?: {
      /**
       * Days that the use of quotas is remembered, a sample each quarter of an
       * hour. Default 14; pages show the last seven.
       */
      keepDays?: number;
    };
    /**
     * Once in a while the portal opens a pull request that suspends jobs that
     * have finished, so that a cluster that is built anew does not run them
     * again, and removes them later; and that removes the files of branches
     * of lakeFS that expired more than a day ago. One at a time for each
     * domain on each Kubernetes cluster; one that is closed without a merge is
     * not asked for again for a week. Off where no domain is named, and for domains whose
     * repository has `credentials: user`: nobody asks.
     */
    tidy?: {
      /** Names of domains; `*` is every domain. Default none. */
      domains?: string[];
      /** Days after its end that a job is suspended in Git. Default 1. */
      suspendAfterDays?: number;
      /** Days after its end that a job is removed from Git; the portal keeps its runs. Default 30. */
      removeAfterDays?: number;
      /** When the portal looks for what has finished. Default every six hours. */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    };
    lakefs?: {
      /** lakeFS servers whose repositories settings of domains name. Default none. */
      servers?: Array<{
        /**
         * As settings of domains (`lakefs.repositories`) and `LakeFSBranch`
         * objects call it: lower case letters, digits and `-`; unique.
         */
        name: string;
        /** E.g. `https://lakefs.example.com`; https, or a loopback address. */
        endpoint: string;
        /** Of its own UI, where people get there by another address. Default `endpoint`. */
        url?: string;
        /** The portal's key; it only reads. Files are read again at each call, so that keys can be changed while the portal runs. */
        credentials: {
          /** @visibility secret */
          accessKeyId?: string;
          /** @visibility secret */
          secretAccessKey?: string;
          accessKeyIdFile?: string;
          secretAccessKeyFile?: string;
        };
        /**
         * How often a repository that somebody looks at is read at most.
         * Default 30 s; a second at least.
         */
        refreshInterval?: HumanDuration | string;
      }>;
    };
    /**
     * Kubeflow Pipelines, one for each Kubernetes cluster that has it. Without
     * it pipelines and runs are shown from their objects; what ran before, and
     * whose Workflow is gone, is not known.
     */
    kubeflow?: Array<{
      /** As `kubernetes.clusterLocatorMethods` calls it. */
      kubernetesCluster: string;
      /** Of its API, e.g. `https://kfp.example.com`; https, or a loopback address. */
      endpoint: string;
      /** Of its own UI, where people get there by another address. Default `endpoint`. */
      url?: string;
      /**
       * The portal's token; it only reads: `get` and `list` on runs and
       * experiments of `pipelines.kubeflow.org` in the namespaces of domains.
       */
      credentials?: {
        /** @visibility secret */
        token?: string;
        /**
         * Read again at each call: e.g. a projected ServiceAccount token for
         * the audience `pipelines.kubeflow.org`.
         */
        tokenFile?: string;
      };
      /**
       * Header by which KFP knows who asks, where it trusts the portal to say
       * so, e.g. `kubeflow-userid`.
       */
      userHeader?: {
        name: string;
        /** @visibility secret */
        value: string;
      };
      /** How often it is asked at most how it is. Default a minute; a second at least. */
      refreshInterval?: HumanDuration | string;
    }>;
    gitops?: {
      /** Repositories that changes are proposed to. */
      repositories?: Array<{
        /** Name for people and logs; unique. */
        name: string;
        /**
         * Web address of the repository, on a Git host of `integrations`, where
         * the credentials come from: `github`, `gitlab`, `azure`,
         * `bitbucketCloud` or `gitea` (Forgejo too). On `bitbucketServer`
         * changes can't be proposed: the backend then does not start.
         */
        url: string;
        /** Default `main`. */
        baseBranch?: string;
        /** Directory that holds `platform/` and `clusters/`. Default: the top. */
        root?: string;
        /** What is written to it. */
        targets: Array<{
          kubernetesCluster: string;
          /** Names of domains; `*` (default) is every domain that no other target names. */
          domains?: string[];
        }>;
        /**
         * How often an open change is looked at, at the slowest, while few are
         * open. Default one minute. The list of open pull requests is read
         * each 10 s, and seldomer where it is long.
         */
        pollInterval?: HumanDuration | string;
        /**
         * Whose account on the Git host makes commits and pull requests.
         * `portal` (default): that of `integrations`. `user`: that of who asks,
         * by their own OAuth token, which is kept nowhere, so that nothing is
         * resumed after a crash; all else is the portal's.
         */
        credentials?: 'portal' | 'user';
        /** What its pull requests have beside branch and text. Default nothing. */
        pullRequest?: {
          /**
           * Labels; on Gitea and Forgejo those that the repository has. Bitbucket
           * Cloud has none: there the backend does not start.
           */
          labels?: string[];
          /**
           * Who is asked for a review. GitHub, Gitea, Forgejo: logins, and teams
           * as `<owner>/<team>`; GitLab: usernames; Azure DevOps: ids of users
           * or groups; Bitbucket Cloud: account ids or uuids.
           */
          reviewers?: string[];
          /**
           * Opens them as drafts, which can't be merged before somebody marks
           * them as ready. Default false.
           */
          draft?: boolean;
        };
      }>;
      /**
       * Login on the Git host to the user's entity ref; wins over the
       * annotation `lakefront.dev/git-login` of a User. On Azure DevOps the
       * login is the user's address, on Bitbucket Cloud the account id.
       */
      users?: { [login: string]: string };
      fourEyes?: {
        /** Changes of `platform/` need another person's approval. Default true. */
        platform?: boolean;
        /** Domains whose workload changes need it too; `*` is every domain. Default none. */
        domains?: string[];
      };
    };
  };
  /**
   * The section that Backstage's Kubernetes plugin reads. Lakefront takes the
   * clusters named here and leaves the rest to that plugin.
   */
  kubernetes?: {
    /**
     * Key of a Google service account, for `googleServiceAccount`.
     * @visibility secret
     */
    googleServiceAccountCredentials?: string;
    clusterLocatorMethods?: Array<{
      type: string;
      clusters?: Array<{
        name: string;
        title?: string;
        url: string;
        /**
         * Lakefront watches from the server side, with what needs no user:
         * `serviceAccount` (with a token; without one the service account of
         * the portal's own pod, shown to the API server that mounted it only),
         * `aws`, `azure`, `googleServiceAccount`, `localKubectlProxy`. For
         * others see `lakehouse.kubernetes.accounts`.
         */
        authProvider?: string;
        /** @visibility secret */
        serviceAccountToken?: string;
        /** For `aws`: the role to take on, and what its trust policy asks for. */
        assumeRole?: string;
        externalId?: string;
        /**
         * What strategies read, under Backstage's own keys, e.g.
         * `kubernetes.io/x-k8s-aws-id`.
         */
        authMetadata?: {
          /** @visibility secret */
          serviceAccountToken?: string;
          [key: string]: string | undefined;
        };
        /** Base64 of the CA's PEM. */
        caData?: string;
        /** Path of the CA's PEM; read again at every connect. */
        caFile?: string;
        skipTLSVerify?: boolean;
        [key: string]: unknown;
      }>;
      [key: string]: unknown;
    }>;
    [key: string]: unknown;
  };
}
