/** As much of PostgreSQL's client as these tests use; it brings no types of its own. */
declare module 'pg' {
  export class Client {
    constructor(options: {
      host: string;
      port: number;
      user: string;
      password?: string;
      database: string;
    });
    connect(): Promise<void>;
    query<T extends object>(
      statement: string,
      values?: unknown[],
    ): Promise<{ rows: T[] }>;
    end(): Promise<void>;
  }
}
