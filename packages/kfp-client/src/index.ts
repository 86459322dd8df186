/** Typed client of the Kubeflow Pipelines API, without Backstage. */
export {};
