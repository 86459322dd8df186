/**
 * Builders and fixtures for tests, stories and demos.
 *
 * @packageDocumentation
 */
export * from './buildSparkApplication';
export * from './sparkApplicationFixtures';
export * from './domainFixtures';
export * from './buildSparkConnect';
export * from './sparkConnectFixtures';
export * from './buildLakeFSBranch';
export * from './lakefsBranchFixtures';
export * from './buildPipeline';
export * from './buildPipelineStart';
export * from './buildRunWorkflow';
export * from './kubeflowPipelineFixtures';
export * from './kubeflowStartFixtures';
export * from './kubeflowRunFixtures';
export * from './buildWorkflow';
