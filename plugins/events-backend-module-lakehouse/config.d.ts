export interface Config {
  lakehouse?: {
    gitops?: {
      /**
       * Doors for webhooks of the Git hosts: `POST
       * /api/events/http/lakehouse-<key>`. They only make the portal look
       * sooner. A host that is not named here has no door, and changes on it
       * are followed by polling alone.
       */
      webhooks?: {
        /** Forgejo too. */
        gitea?: {
          /**
           * What the host signs its webhooks with.
           *
           * @visibility secret
           */
          secret: string;
        };
        github?: {
          /**
           * What the host signs its webhooks with.
           *
           * @visibility secret
           */
          secret: string;
        };
        gitlab?: {
          /**
           * The secret token that the host sends with its webhooks.
           *
           * @visibility secret
           */
          secret: string;
        };
        azure?: {
          /** Of the basic authentication that the service hook is given. */
          username: string;
          /** @visibility secret */
          password: string;
        };
        bitbucketCloud?: {
          /**
           * What the host signs its webhooks with.
           *
           * @visibility secret
           */
          secret: string;
        };
      };
    };
  };
}
