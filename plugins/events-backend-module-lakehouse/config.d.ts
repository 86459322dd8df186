export interface Config {
  lakehouse?: {
    gitops?: {
      /** Doors for webhooks of the Git hosts; they only make the portal look sooner. */
      webhooks?: {
        gitea?: {
          /**
           * What Gitea signs its webhooks with. Without it every webhook is
           * refused, and changes are followed by polling alone.
           *
           * @visibility secret
           */
          secret?: string;
        };
      };
    };
  };
}
