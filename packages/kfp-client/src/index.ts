export * from './types';
export * from './KfpClient';
export * from './errors';
export { createKfpClient, type KfpClientOptions } from './createKfpClient';
export { everyItem, everyPage } from './everyPage';
export { readRunName, toRunName, type RunName } from './runNames';
export type { Clock, Fetch } from '@lakefront/rest-client';
