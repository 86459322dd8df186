const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Reads the fields of an object and notes what is wrong with them. */
export class ConfigReader {
  readonly #fields: Record<string, unknown>;
  readonly #known = new Set<string>();

  constructor(
    value: unknown,
    private readonly path: string,
    private readonly faults: string[],
  ) {
    const isObject =
      typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) faults.push(`${path || 'it'} must be an object`);
    this.#fields = isObject ? (value as Record<string, unknown>) : {};
  }

  text(key: string, fallback?: string): string {
    const value = this.#take(key) ?? fallback;
    if (typeof value === 'string' && value !== '') return value;
    this.#fault(key, 'must be a text');
    return '';
  }

  name(key: string, fallback?: string): string {
    const value = this.text(key, fallback);
    if (value !== '' && !NAME.test(value)) {
      this.#fault(key, "must be of small letters, digits and '-'");
    }
    return value;
  }

  endpoint(key: string): string {
    const value = this.text(key);
    if (value !== '' && !URL.canParse(value)) this.#fault(key, 'must be a URL');
    return value;
  }

  flag(key: string): boolean {
    const value = this.#take(key) ?? false;
    if (typeof value !== 'boolean') this.#fault(key, 'must be true or false');
    return value === true;
  }

  port(key: string, fallback: number): number {
    const value = Number(this.#take(key) ?? fallback);
    if (!Number.isInteger(value) || value < 0 || value > 65_535) {
      this.#fault(key, 'must be a port');
    }
    return value;
  }

  part(key: string): ConfigReader {
    return new ConfigReader(this.#take(key) ?? {}, this.#at(key), this.faults);
  }

  list(key: string): ConfigReader[] {
    const value = this.#take(key) ?? [];
    if (!Array.isArray(value)) {
      this.#fault(key, 'must be a list');
      return [];
    }
    return value.map(
      (item, index) =>
        new ConfigReader(item, `${this.#at(key)}[${index}]`, this.faults),
    );
  }

  /** What nobody read is a mistake of who wrote it. */
  end(): void {
    for (const key of Object.keys(this.#fields)) {
      if (!this.#known.has(key)) this.#fault(key, 'is not known');
    }
  }

  #take(key: string): unknown {
    this.#known.add(key);
    return this.#fields[key] ?? undefined;
  }

  #at(key: string): string {
    return this.path ? `${this.path}.${key}` : key;
  }

  #fault(key: string, what: string): void {
    this.faults.push(`${this.#at(key)} ${what}`);
  }
}
