export * from './types';
export * from './LakeFSClient';
export * from './errors';
