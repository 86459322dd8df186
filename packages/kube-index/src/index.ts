export * from './types';
export type { KubeIndexMetrics, MeasuredResource } from './metrics';
export type { FailureReason } from './freshness';
export { createKubeIndex } from './createKubeIndex';
export { systemClock } from './systemClock';
export { rowKey, parseRowKey } from './rowKey';
export { compareResourceVersions } from './resourceVersion';
export { InvalidCursorError } from './cursor';
export {
  openSession,
  toKubeConfigCredentials,
  type TransportSession,
} from './transport';
export { AnswerTooBigError, readText, statusMessage } from './readAnswer';
