/** Starts a run of a Kubeflow pipeline once. */
export {};
