import type { Request } from 'express';
import { badRequest } from '../LakeFSRefusal';

/** The fields of a JSON body, looked at as lakeFS does before all else. */
export class Body {
  private readonly fields: Record<string, unknown>;

  constructor(request: Request, private readonly schema: string) {
    const { body } = request;
    this.fields =
      typeof body === 'object' && body !== null && !Array.isArray(body)
        ? body
        : {};
  }

  text(name: string, pattern?: RegExp): string {
    const value = this.fields[name];
    if (value === undefined) {
      throw this.wrong(name, `property "${name}" is missing`);
    }
    if (typeof value !== 'string') {
      throw this.wrong(name, 'value must be a string');
    }
    if (pattern && !pattern.test(value)) {
      const source = pattern.source.replaceAll('\\/', '/');
      throw this.wrong(
        name,
        `string doesn't match the regular expression "${source}"`,
        { schema: { pattern: source, type: 'string' }, value },
      );
    }
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.fields[name] === undefined ? undefined : this.text(name);
  }

  flag(name: string): boolean {
    return this.fields[name] === true;
  }

  number(name: string): number | undefined {
    const value = this.fields[name];
    return typeof value === 'number' ? value : undefined;
  }

  list(name: string): unknown[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) {
      throw this.wrong(name, `property "${name}" is missing`);
    }
    return value;
  }

  /** Keys to texts; empty where there is none. */
  texts(name: string): Record<string, string> {
    const value = this.fields[name] ?? {};
    const isMap =
      typeof value === 'object' &&
      !Array.isArray(value) &&
      Object.values(value as {}).every(item => typeof item === 'string');
    if (!isMap) throw this.wrong(name, 'value must be an object');
    return value as Record<string, string>;
  }

  private wrong(
    name: string,
    said: string,
    shown?: { schema: object; value: unknown },
  ) {
    const details = shown
      ? `\nSchema:\n${indented(shown.schema)}\n\nValue:\n${indented(
          shown.value,
        )}\n`
      : '';
    return badRequest(
      `request body has an error: doesn't match schema #/components/schemas/${this.schema}: Error at "/${name}": ${said}${details}`,
    );
  }
}

function indented(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/^/gm, '  ');
}
