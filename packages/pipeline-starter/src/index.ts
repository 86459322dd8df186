export { startRun } from './startRun';
export type { StartedRun, StartRunOptions } from './types';
export { StartError } from './StartError';
export { readCommand, type Command } from './readCommand';
export { scheduledTimeOf } from './scheduledTimeOf';
export { main } from './main';
