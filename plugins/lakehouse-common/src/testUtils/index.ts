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
export * from './kubeflowFixtures';
export * from './buildWorkflow';
