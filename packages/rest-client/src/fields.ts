/** What an answer lacks, as the end of a sentence. */
export class MisshapenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MisshapenError';
  }
}

export type Fields = Record<string, unknown>;

/** The error for a field that is not of this kind. */
export function misshapenField(name: string, kind: string): MisshapenError {
  return new MisshapenError(`its '${name}' is no ${kind}`);
}

export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function object(value: unknown): Fields {
  if (!isObject(value)) throw new MisshapenError('it is no JSON object');
  return value;
}
