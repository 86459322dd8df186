import { clone, deepEqual, isObject, setKey } from '../json';
import { KubeStatusError } from '../KubeStatusError';

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** JSON patch, RFC 6902: a new value; the target is not changed. */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw refused('a JSON patch must be a list of operations');
  }
  return (patch as Operation[]).reduce(applyOperation, clone(target));
}

function refused(message: string) {
  return new KubeStatusError(
    422,
    'Invalid',
    `the server rejected our request due to an error in our request: ${message}`,
    {},
  );
}

function applyOperation(document: unknown, operation: Operation): unknown {
  const path = parsePointer(operation.path);
  switch (operation.op) {
    case 'add':
      return insert(document, path, clone(operation.value));
    case 'remove':
      return remove(document, path);
    case 'replace':
      read(document, path);
      return path.length === 0
        ? clone(operation.value)
        : insert(remove(document, path), path, clone(operation.value));
    case 'move': {
      const from = parsePointer(operation.from ?? '');
      const value = read(document, from);
      return insert(remove(document, from), path, value);
    }
    case 'copy':
      return insert(
        document,
        path,
        clone(read(document, parsePointer(operation.from ?? ''))),
      );
    case 'test':
      if (!deepEqual(read(document, path), operation.value)) {
        throw refused(`testing value ${operation.path} failed`);
      }
      return document;
    default:
      throw refused(`unexpected kind of operation: ${operation.op}`);
  }
}

function parsePointer(pointer: unknown): string[] {
  if (typeof pointer !== 'string' || (pointer !== '' && pointer[0] !== '/')) {
    throw refused(`invalid path: ${pointer}`);
  }
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function missing(path: string[]) {
  return refused(`path /${path.join('/')} does not exist`);
}

function read(document: unknown, path: string[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (
      Array.isArray(value) &&
      /^\d+$/.test(key) &&
      Number(key) < value.length
    ) {
      return value[Number(key)];
    }
    if (isObject(value) && Object.hasOwn(value, key)) {
      return value[key];
    }
    throw missing(path);
  }, document);
}

function insert(document: unknown, path: string[], value: unknown): unknown {
  if (path.length === 0) {
    return value;
  }
  const parent = read(document, path.slice(0, -1));
  const key = path[path.length - 1];
  if (Array.isArray(parent)) {
    const index = key === '-' ? parent.length : Number(key);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) {
      throw missing(path);
    }
    parent.splice(index, 0, value);
  } else if (isObject(parent)) {
    setKey(parent, key, value);
  } else {
    throw missing(path);
  }
  return document;
}

function remove(document: unknown, path: string[]): unknown {
  read(document, path);
  const parent = read(document, path.slice(0, -1));
  const key = path[path.length - 1];
  if (Array.isArray(parent)) {
    parent.splice(Number(key), 1);
  } else if (isObject(parent)) {
    delete parent[key];
  }
  return document;
}
