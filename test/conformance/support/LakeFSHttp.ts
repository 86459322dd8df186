/** What a lakeFS is asked for that the client of the product never asks. */
export class LakeFSHttp {
  constructor(
    private readonly options: {
      endpoint: string;
      accessKeyId: string;
      secretAccessKey: string;
    },
  ) {}

  async send(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> {
    const { endpoint, accessKeyId, secretAccessKey } = this.options;
    const key = Buffer.from(`${accessKeyId}:${secretAccessKey}`);
    const response = await fetch(`${endpoint}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Basic ${key.toString('base64')}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  /** As `send`; throws where that is refused. `T`: what lakeFS says that it answers. */
  async must<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<T> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300) {
      throw new Error(
        `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
    return answer.body as T;
  }
}
