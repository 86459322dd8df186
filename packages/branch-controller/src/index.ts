export {
  Controller,
  type ControllerLogger,
  type ControllerOptions,
} from './runtime/Controller';
export { Metrics } from './runtime/Metrics';
export { readConfig, type ControllerConfig } from './runtime/readConfig';
export { serveHealth } from './runtime/serveHealth';
export type * from './object/LakeFSBranch';
export { main } from './main';
