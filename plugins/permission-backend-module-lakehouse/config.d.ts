export interface Config {
  lakehouse?: {
    permissions?: {
      /**
       * Whole entity refs of the users and groups that answer for every
       * domain, e.g. `group:default/platform-engineers`. Nobody by default.
       */
      platform?: string[];
    };
  };
}
