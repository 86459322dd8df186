export { startRun, type StartedRun, type StartRunOptions } from './startRun';
export { StartError } from './StartError';
export { readCommand, type Command } from './readCommand';
export { scheduledTimeOf } from './scheduledTimeOf';
export { main } from './main';
