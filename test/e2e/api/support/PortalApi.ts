/** Somebody who talks to the backend; `anonymous` has no token. */
export type Person =
  | 'guest'
  | 'pat'
  | 'mia'
  | 'ben'
  | 'noah'
  | 'sam'
  | 'anonymous';

export interface Answer<T> {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed text; undefined where it is not JSON. */
  body: T;
}

/** The shape of an error as Backstage answers it, with the problems of a refused change. */
export interface ErrorBody {
  error: {
    name: string;
    message: string;
    problems?: Array<{
      severity: string;
      code: string;
      path?: string;
      message: string;
    }>;
  };
  response?: { statusCode: number };
}

const TIME_LIMIT_MS = 30_000;

/** The backend's HTTP API as one of the sample people sees it. */
export class PortalApi {
  readonly #tokens = new Map<Person, Promise<string>>();

  constructor(readonly backendUrl: string) {}

  as(person: Person) {
    const call =
      (method: string) =>
      <T = any>(
        path: string,
        body?: unknown,
        headers?: Record<string, string>,
      ): Promise<Answer<T>> =>
        this.#send<T>(person, { method, path, body, headers });
    return {
      get: call('GET'),
      post: call('POST'),
      /** Whatever the person of the token is called. */
      name: person,
    };
  }

  /** Tokens of a backend that keeps its keys in memory end with it. */
  forgetTokens() {
    this.#tokens.clear();
  }

  async token(person: Person): Promise<string> {
    const known = this.#tokens.get(person) ?? this.#signIn(person);
    this.#tokens.set(person, known);
    known.catch(() => this.#tokens.delete(person));
    return known;
  }

  async #signIn(person: Person): Promise<string> {
    const path =
      person === 'guest'
        ? '/api/auth/guest/refresh'
        : `/api/auth/sample/refresh?user=${person}`;
    const response = await fetch(`${this.backendUrl}${path}`, {
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    if (!response.ok) throw new Error(`${path} answers ${response.status}`);
    const { backstageIdentity } = (await response.json()) as {
      backstageIdentity: { token: string };
    };
    return backstageIdentity.token;
  }

  async #send<T>(
    person: Person,
    call: {
      method: string;
      path: string;
      body?: unknown;
      headers?: Record<string, string>;
    },
  ): Promise<Answer<T>> {
    const { method, path, body } = call;
    const response = await fetch(`${this.backendUrl}/api${path}`, {
      method,
      headers: {
        ...(person !== 'anonymous' && {
          Authorization: `Bearer ${await this.token(person)}`,
        }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...call.headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parse(text) as T,
    };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
