import { ServerResponse } from 'node:http';
import { Clock, KubeObject } from '../../types';
import { asArray, asObject, asString, isObject } from '../json';
import { badRequest, invalid } from '../KubeStatusError';
import { LogLine, LogStore } from '../LogStore';
import { ObjectStore } from '../ObjectStore';
import { builtinResource } from '../resources';

const PODS = builtinResource('', 'pods');

export interface LogRequest {
  store: ObjectStore;
  logs: LogStore;
  clock: Clock;
  pod: KubeObject;
  query: URLSearchParams;
}

/** Sends a container's log as text; with `follow`, line by line until the pod has ended. */
export function streamLog(response: ServerResponse, request: LogRequest): void {
  const { store, logs, pod, query } = request;
  const { namespace = '', name } = pod.metadata;
  const container = chooseContainer(pod, query.get('container') ?? '');
  checkStarted(pod, container, query);
  const lines = logs.read(namespace, name, container, {
    tailLines: wholeNumber(query, 'tailLines'),
    since: sinceOf(query, request.clock),
  });
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  const write = limitedWriter(response, query);
  lines.forEach(write);
  if (query.get('follow') !== 'true' || hasEnded(pod)) {
    response.end();
    return;
  }
  response.flushHeaders();
  const stopLines = logs.follow(namespace, name, container, write);
  const stopChanges = store.onChange(({ resource, object, previous }) => {
    const changed = (object ?? previous)?.metadata;
    if (
      resource === PODS &&
      changed?.uid === pod.metadata.uid &&
      (!object || hasEnded(object))
    ) {
      stop();
      response.end();
    }
  });
  function stop() {
    stopLines();
    stopChanges();
  }
  response.on('close', stop);
}

function hasEnded(pod: KubeObject): boolean {
  const { phase } = asObject(pod.status);
  return phase === 'Succeeded' || phase === 'Failed';
}

function namesOf(pod: KubeObject, key: string): string[] {
  return asArray(asObject(pod.spec)[key])
    .filter(isObject)
    .map(container => String(container.name));
}

function chooseContainer(pod: KubeObject, wanted: string): string {
  const { name } = pod.metadata;
  const names = namesOf(pod, 'containers');
  const inits = namesOf(pod, 'initContainers');
  if (wanted) {
    if (![...names, ...inits].includes(wanted)) {
      throw badRequest(`container ${wanted} is not valid for pod ${name}`);
    }
    return wanted;
  }
  const preferred =
    pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (preferred && names.includes(preferred)) {
    return preferred;
  }
  if (names.length > 1) {
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${names.join(
        ' ',
      )}]${
        inits.length
          ? ` or one of the init containers: [${inits.join(' ')}]`
          : ''
      }`,
    );
  }
  return names[0];
}

function checkStarted(
  pod: KubeObject,
  container: string,
  query: URLSearchParams,
): void {
  const { name } = pod.metadata;
  if (query.get('previous') === 'true') {
    throw badRequest(
      `previous terminated container "${container}" in pod "${name}" not found`,
    );
  }
  const status = asArray(asObject(pod.status).containerStatuses)
    .filter(isObject)
    .find(candidate => candidate.name === container);
  const waiting = asObject(status?.state).waiting;
  if (isObject(waiting)) {
    const reason = asString(waiting.reason) ?? 'ContainerCreating';
    const why = /^(ErrImagePull|ImagePullBackOff|InvalidImageName)$/.test(
      reason,
    )
      ? 'trying and failing to pull image'
      : reason;
    throw badRequest(
      `container "${container}" in pod "${name}" is waiting to start: ${why}`,
    );
  }
}

function wholeNumber(query: URLSearchParams, key: string): number | undefined {
  const text = query.get(key);
  if (text === null || text === '') {
    return undefined;
  }
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) {
    throw invalid(
      { group: '', version: 'v1', plural: 'pods', kind: 'PodLogOptions' },
      '',
      [
        {
          reason: 'FieldValueInvalid',
          field: key,
          message: `Invalid value: ${JSON.stringify(
            text,
          )}: must be greater than or equal to 0`,
        },
      ],
    );
  }
  return number;
}

function sinceOf(query: URLSearchParams, clock: Clock): number | undefined {
  const seconds = wholeNumber(query, 'sinceSeconds');
  if (seconds !== undefined) {
    return clock.now() - seconds * 1000;
  }
  const time = Date.parse(query.get('sinceTime') ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function limitedWriter(response: ServerResponse, query: URLSearchParams) {
  let left = wholeNumber(query, 'limitBytes') ?? Infinity;
  const stamped = query.get('timestamps') === 'true';
  return ({ time, text }: LogLine) => {
    const prefix = stamped
      ? `${new Date(time).toISOString().replace('Z', '000000Z')} `
      : '';
    const bytes = Buffer.from(`${prefix}${text}\n`);
    if (left > 0) {
      response.write(bytes.subarray(0, Math.min(bytes.length, left)));
    }
    left -= bytes.length;
  };
}
