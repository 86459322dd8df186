/** A KFP as the stories meet it: the sandbox or a real one, in multi-user mode. */
export interface KubeflowSide {
  endpoint: string;
  /** May read and start runs in `namespace`. */
  token: string;
  /** Is known, and may do nothing there. */
  strangerToken?: string;
  namespace: string;
  /** Name of a pipeline there that has a version. */
  pipeline: string;
  stop(): Promise<void>;
}
