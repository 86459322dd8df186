import http from 'node:http';
import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { closeServer, listen } from '../__testUtils__/listening';
import { DryRuns } from './DryRuns';

const JOBS = {
  group: 'sparkoperator.k8s.io',
  version: 'v1beta2',
  plural: 'sparkapplications',
};
const JOB: KubernetesObject = {
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'SparkApplication',
  metadata: { name: 'daily', namespace: 'dom-sales' },
  spec: { type: 'Python' },
};

describe('DryRuns', () => {
  const asked: Array<{ request: http.IncomingMessage; body: string }> = [];
  let answer: { status: number; body: unknown };
  let server: http.Server;
  let dryRuns: DryRuns;

  beforeAll(async () => {
    server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      asked.push({ request, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(
        typeof answer.body === 'string'
          ? answer.body
          : JSON.stringify(answer.body),
      );
    });
    const url = await listen(server);
    dryRuns = new DryRuns(
      new Map([
        [
          'west',
          {
            name: 'west',
            credentials: async () => ({
              server: url,
              token: 'of-dry-runs',
            }),
          },
        ],
        [
          'away',
          {
            name: 'away',
            credentials: async () => {
              throw new Error('the file is not there');
            },
          },
        ],
      ]),
    );
  });

  beforeEach(() => {
    asked.length = 0;
  });

  afterAll(() => closeServer(server));

  it('sends the object where it belongs, to be tried and not to be kept', async () => {
    answer = { status: 201, body: JOB };

    await expect(dryRuns.problems('west', JOBS, JOB)).resolves.toEqual([]);

    const [{ request, body }] = asked;
    const url = new URL(request.url ?? '', 'http://west');
    expect(request.method).toBe('PATCH');
    expect(request.headers).toMatchObject({
      authorization: 'Bearer of-dry-runs',
      'content-type': 'application/apply-patch+yaml',
    });
    expect(url.pathname).toBe(
      '/apis/sparkoperator.k8s.io/v1beta2/namespaces/dom-sales/sparkapplications/daily',
    );
    expect(url.searchParams.get('dryRun')).toBe('All');
    expect(JSON.parse(body)).toEqual(JOB);
  });

  it('asks nobody where no account was given', async () => {
    await expect(dryRuns.problems('east', JOBS, JOB)).resolves.toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each<[string, number, unknown, object[]]>([
    [
      'a field that is not as it must be',
      422,
      {
        message: 'SparkApplication "daily" is invalid',
        details: {
          causes: [
            { field: 'spec.type', message: 'Unsupported value' },
            { field: 'spec.mode', message: 'Required value' },
          ],
        },
      },
      [
        {
          severity: 'error',
          path: 'spec.type',
          message: 'The API server of west would refuse it: Unsupported value',
        },
        { severity: 'error', path: 'spec.mode' },
      ],
    ],
    [
      'a quota',
      403,
      { message: '"daily" is forbidden: exceeded quota: sales' },
      [
        {
          severity: 'error',
          code: 'dry-run',
          message: expect.stringContaining('exceeded quota: sales'),
        },
      ],
    ],
    [
      'a webhook',
      400,
      { message: 'admission webhook "x.example.com" denied the request: no' },
      [{ severity: 'error' }],
    ],
    [
      'an account without the right',
      403,
      {
        message:
          'sparkapplications "daily" is forbidden: User "dry" cannot patch resource "sparkapplications" in API group "sparkoperator.k8s.io"',
      },
      [
        {
          severity: 'warning',
          code: 'dry-run',
          message: expect.stringContaining('dryRunAccounts'),
        },
      ],
    ],
    ['a token that ran out', 401, {}, [{ severity: 'warning' }]],
    [
      'a server in trouble',
      503,
      'no healthy upstream',
      [{ severity: 'warning' }],
    ],
  ])('tells of %s', async (_, status, body, expected) => {
    answer = { status, body };
    const problems = await dryRuns.problems('west', JOBS, JOB);
    expect(problems).toMatchObject(expected);
    expect(problems).toHaveLength(expected.length);
  });

  it('says that it was not tried where nobody could be asked', async () => {
    await expect(dryRuns.problems('away', JOBS, JOB)).resolves.toEqual([
      {
        severity: 'warning',
        code: 'dry-run',
        message: expect.stringContaining('the file is not there'),
      },
    ]);
  });
});
