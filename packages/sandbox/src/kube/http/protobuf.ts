import { asObject, JsonObject, setKey } from '../json';
import { MESSAGES, Message } from './protobufMessages';

/**
 * Decodes the protobuf bodies that kubectl sends for a few built-in kinds
 * whatever the server prefers. Answers are JSON always.
 */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (body.subarray(0, 4).toString('latin1') !== 'k8s\0') {
    throw new Error('no Kubernetes protobuf');
  }
  const envelope = readMessage(body.subarray(4), MESSAGES.Unknown);
  const { apiVersion, kind } = asObject(envelope.typeMeta);
  const message = MESSAGES[String(kind)];
  if (!message) {
    throw new Error(`no protobuf decoder for ${kind}`);
  }
  const raw = Buffer.from(String(envelope.raw ?? ''), 'base64');
  return { apiVersion, kind, ...readMessage(raw, message) };
}

/** Reads one message; empty texts are left out, as JSON leaves them out. */
function readMessage(bytes: Buffer, message: Message): JsonObject {
  const result: JsonObject = {};
  for (const { number, value } of fieldsIn(bytes)) {
    const field = message[number];
    if (!field) {
      continue;
    }
    const [name, type, mode] = field;
    if (mode === 'map') {
      const [key, item] = readEntry(value as Buffer, type);
      const map = asObject(result[name]);
      setKey(map, key, item);
      result[name] = map;
    } else if (mode === 'list') {
      const list = (result[name] as unknown[] | undefined) ?? [];
      result[name] = [...list, readValue(value, type)];
    } else {
      const single = readValue(value, type);
      if (single !== '') {
        result[name] = single;
      }
    }
  }
  return result;
}

function readEntry(bytes: Buffer, type: Message | string): [string, unknown] {
  let key = '';
  let item: unknown = '';
  for (const { number, value } of fieldsIn(bytes)) {
    if (number === 1) {
      key = String(readValue(value, 'string'));
    } else {
      item = readValue(value, type);
    }
  }
  return [key, item];
}

function readValue(value: Buffer | bigint, type: Message | string): unknown {
  if (typeof value === 'bigint') {
    return type === 'bool' ? value === 1n : Number(value);
  }
  switch (type) {
    case 'string':
      return value.toString('utf8');
    case 'bytes':
      return value.toString('base64');
    case 'quantity':
      return readMessage(value, { 1: ['text', 'string'] }).text ?? '0';
    default:
      return typeof type === 'string' ? undefined : readMessage(value, type);
  }
}

function* fieldsIn(
  bytes: Buffer,
): Generator<{ number: number; value: Buffer | bigint }> {
  let at = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length || shift > 63n) {
        throw new Error('protobuf body ends early');
      }
      const byte = bytes[at];
      at += 1;
      result += BigInt(byte % 128) * 2n ** shift;
      if (byte < 128) {
        return result;
      }
    }
  };
  const take = (length: number): Buffer => {
    const part = bytes.subarray(at, at + length);
    if (part.length < length) {
      throw new Error('protobuf body ends early');
    }
    at += length;
    return part;
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        take(8);
        break;
      case 2:
        yield { number, value: take(Number(varint())) };
        break;
      case 5:
        take(4);
        break;
      default:
        throw new Error('unknown protobuf wire type');
    }
  }
}
