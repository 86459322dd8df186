export * from './place';
export * from './graph';
export * from './pipelines';
export * from './runs';
export * from './comparisons';
