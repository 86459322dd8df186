import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { MIA, NOAH } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';
import { CANARY } from './__testUtils__/startTestLake';

jest.setTimeout(180_000);

const SALES = '/lakefs/repositories/lake/sales-lake';

/** Beside the repository; a clone elsewhere has none. */
const TRANSCRIPT = resolve(
  __dirname,
  '../../../../../shared/data/lakefs/transcript.json',
);

interface Answer {
  status: number;
  body: unknown;
}

/** Each no that a real server was heard to say, once. */
function recordedErrors(): Answer[] {
  if (!existsSync(TRANSCRIPT)) {
    return [];
  }
  const { recorded } = JSON.parse(readFileSync(TRANSCRIPT, 'utf8'));
  const errors: Answer[] = recorded
    .map(({ response }: { response: Answer }) => response)
    .filter(({ status }: Answer) => status >= 400);
  return [
    ...new Map(
      errors.map(({ status, body }) => [
        JSON.stringify([status, body]),
        { status, body },
      ]),
    ).values(),
  ];
}

const PATHS = [
  ...['', '/branches', '/branches/main', '/refs', '/commits?ref=main'],
  ...['/compare?from=main&to=fix', '/uncommitted?branch=main'],
  ...['/tables?from=main&to=fix', '/hooks?branch=main', '/hooks/some-run'],
  '/promotion?branch=fix&into=main',
];

describe('what goes wrong on lakeFS', () => {
  const logger = mockServices.rootLogger.mock({
    child: () => logger,
  }) as ReturnType<typeof mockServices.rootLogger.mock>;
  const lakehouse = useTestLakehouse({ features: [logger.factory] });
  const answered: string[] = [];

  const ask = async (who: string, path: string) => {
    const answer = await lakehouse.get(who, path);
    answered.push(answer.text);
    return answer;
  };

  beforeAll(async () => {
    await lakehouse.lake.commit('sales-lake', 'main', { a: 'a' });
    await lakehouse.lake.branch('sales-lake', 'fix');
    await lakehouse.lake.commit('sales-lake', 'fix', { b: 'b' });
    // What was never read is told of in `servers.test.ts`.
    await ask(MIA, `${SALES}/branches`);
  });
  afterEach(() => lakehouse.lake.watch());

  const errors = [
    ...recordedErrors(),
    { status: 400, body: { message: 'bad' } },
    { status: 401, body: { message: 'error authenticating request' } },
    { status: 403, body: { message: 'insufficient permissions' } },
    { status: 404, body: { message: 'not found' } },
    { status: 410, body: { message: 'gone' } },
    { status: 418, body: undefined },
    { status: 500, body: { message: JSON.stringify(CANARY) } },
  ];

  it.each(errors)(
    'is told as what it is: $status $body',
    async ({ status, body }) => {
      for (const path of PATHS) {
        lakehouse.lake.watch(() => ({ status, body }));
        const answer = await ask(MIA, `${SALES}${path}`);
        expect([200, 400, 404, 503]).toContain(answer.status);
        // Without a sentence nobody knows what to do.
        expect(answer.body.error?.message ?? 'an answer').toMatch(/\w{3}/);
      }
    },
  );

  it('tells branches from before to who may see them, whatever lakeFS says now', async () => {
    lakehouse.lake.watch(() => ({ status: 401 }));
    const { body } = await ask(MIA, `${SALES}/branches`);
    expect(body.total).toBe(2);
    const other = await ask(NOAH, `${SALES}/branches`);
    expect(other.status).toBe(404);
  });

  it('shows neither of two domains on one server the other', async () => {
    for (const path of PATHS) {
      const theirs = await ask(NOAH, `${SALES}${path}`);
      const absent = await ask(
        NOAH,
        `/lakefs/repositories/lake/absent-lake${path}`,
      );
      expect(theirs.status).toBe(404);
      expect(theirs.body.error).toEqual(absent.body.error);
    }
    const { text } = await ask(NOAH, '/lakefs/repositories');
    expect(text).not.toContain('sales');
  });

  it('lets no name lead elsewhere', async () => {
    lakehouse.lake.asked.length = 0;
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      fc.string({ minLength: 1, maxLength: 40 }),
      fc.constantFrom(
        ...['.', '..', '../risk-lake', '..%2frisk-lake', '%2e%2e', '/', '//'],
        ...[
          'main?x=1',
          'main#x',
          'main~1',
          'main@{1}',
          'a\u0000b',
          '\u{1F600}',
        ],
        ...['__proto__', 'constructor', ' ', 'x'.repeat(300), '*', '-'],
      ),
    );
    const place = fc.constantFrom<(text: string) => string>(
      text => `/lakefs/repositories/${text}/sales-lake`,
      text => `/lakefs/repositories/lake/${text}`,
      text => `${SALES}/branches/${text}`,
      text => `${SALES}/hooks/${text}`,
      text => `${SALES}/commits?ref=${text}`,
      text => `${SALES}/compare?from=main&to=${text}`,
      text => `${SALES}/compare?from=main&to=fix&prefix=${text}`,
      text => `${SALES}/compare?from=main&to=fix&cursor=${text}`,
      text => `${SALES}/branches?cursor=${text}`,
      text => `${SALES}/branches?q=${text}`,
      text => `${SALES}/uncommitted?branch=${text}`,
      text => `${SALES}/promotion?branch=${text}&into=main`,
    );
    await fc.assert(
      fc.asyncProperty(place, name, async (at, text) => {
        const { status } = await ask(MIA, at(encodeURIComponent(text)));
        // What is folded away by whoever is on the way may be another page.
        expect([200, 400, 404]).toContain(status);
      }),
      { numRuns: 1_000, seed: 7 },
    );
    const elsewhere = lakehouse.lake.asked.filter(
      path => !/ \/repositories(\/sales-lake(\/.*)?)?$/.test(path),
    );
    expect(elsewhere).toEqual([]);
    expect(lakehouse.lake.asked.length).toBeGreaterThan(0);
  });

  it('told the key to nobody, and wrote it nowhere', () => {
    const said = [
      ...answered,
      JSON.stringify([
        ...(['info', 'warn', 'error', 'debug'] as const).map(
          level => logger[level].mock.calls,
        ),
      ]),
    ].join('\n');
    expect(answered.length).toBeGreaterThan(1_000);
    expect(said).not.toContain(CANARY.secretAccessKey);
    expect(said).not.toContain(CANARY.accessKeyId);
  });
});
