/**
 * The flat shapes that travel between the backend, the pages and other plugins.
 */
export * from './change';
export * from './compiledPipeline';
export * from './domain';
export * from './health';
export * from './kubeflow';
export * from './kubernetes';
export * from './lakefs';
export * from './list';
export * from './pipeline';
export * from './pipelineRun';
export * from './usage';
export * from './workload';
