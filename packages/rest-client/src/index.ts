export { json, nothing, type Call, type CallOptions } from './Call';
export type { AskedRequest, Failure, Refusal } from './Failure';
export {
  isAbsent,
  isObject,
  misshapenField,
  MisshapenError,
  object,
  type Fields,
} from './fields';
export { orAborted } from './orAborted';
export { readBody, readStart } from './readBody';
export {
  Requester,
  type RequesterOptions,
  type SentCredentials,
} from './Requester';
export { restApi, type RestApi } from './restApi';
export type { Fetch, RestClientOptions } from './RestClientOptions';
export type { Clock } from './time';
