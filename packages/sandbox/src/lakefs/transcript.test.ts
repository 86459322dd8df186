import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ManualClock } from '../clock';
import { seededRandom } from '../random';
import { createLakeFSServer, type SandboxLakeFSServer } from '.';

interface Recorded {
  note: string;
  request: { method: string; path: string; body?: unknown; bytes?: number };
  response: { status: number; contentType: string | null; body: unknown };
}

/** Beside the repository; a clone elsewhere has none. */
const FILE = resolve(
  __dirname,
  '../../../../../shared/data/lakefs/transcript.json',
);
const isThere = existsSync(FILE);
const recorded: Recorded[] = isThere
  ? JSON.parse(readFileSync(FILE, 'utf8')).recorded
  : [];

const START = Date.parse('2026-11-21T00:00:26Z');

/** What was uploaded is not recorded, but its size and its checksum are. */
const UPLOADED = [
  'name: gate\non:\n  pre-merge:\n    branches: [gated]\nhooks:\n  - id: always_no\n    type: lua\n    properties:\n      script: |\n        ' +
    "error('column customer_id must not be null')\n",
  ...['a'.repeat(100), 'b'.repeat(100), 'c'.repeat(50), 'x'.repeat(70)],
  ...['1', '2', 'z'],
];

function uploaded({ response }: Recorded): string {
  const { checksum } = response.body as { checksum: string };
  const known = UPLOADED.find(
    text => createHash('md5').update(text).digest('hex') === checksum,
  );
  return known ?? 'refused before it is read';
}

/** Fields that another server has its own values for: only their form is the same. */
const OWN: Record<string, RegExp> = {
  commit_id: /^[0-9a-f]{64}$/,
  base_commit_id: /^[0-9a-f]{64}$/,
  source_commit_id: /^[0-9a-f]{64}$/,
  destination_commit_id: /^[0-9a-f]{64}$/,
  'cherry-pick-origin': /^[0-9a-f]{64}$/,
  creation_date: /^\d{10}$/,
  mtime: /^(\d{10}|0)$/,
  end_time: /^2026-11-21T00:00:\d\d\.\d+Z$/,
  start_time: /^2026-11-21T00:00:\d\d\.\d+Z$/,
  physical_address:
    /^(local:\/\/.*orders-lake\/data\/[0-9a-z]+\/[0-9a-z]{20})?$/,
  run_id: /^[0-9a-v]{20}$/,
  reference: /^([0-9a-f]{64})?$/,
};
const HEX = /^[0-9a-f]{64}$/;

/** The same with what is a server's own taken out, after a look at its form. */
function common(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map(item => common(item, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, common(item, key)]),
    );
  }
  if (name in OWN) {
    expect(String(value)).toMatch(OWN[name]);
    return value === '' ? '' : `<${name}>`;
  }
  if (typeof value !== 'string') return value;
  return HEX.test(value)
    ? '<id>'
    : value.replace(/run id '[0-9a-v]{20}'/, "run id '<run>'");
}

const describeRecorded = isThere ? describe : describe.skip;

describeRecorded(
  `the sandbox answers as a real lakeFS did${
    isThere
      ? ''
      : ' (skipped: ../shared/data/lakefs is not beside the repository)'
  }`,
  () => {
    const clock = new ManualClock(START);
    /** Of the recording to that of this server. */
    const ids = new Map<string, string>();
    let server: SandboxLakeFSServer;
    let url: string;

    beforeAll(async () => {
      server = createLakeFSServer({
        clock,
        random: seededRandom(1),
        users: [
          { name: 'admin', accessKeyId: 'key', secretAccessKey: 'secret' },
        ],
      });
      ({ url } = await server.listen(0));
    });
    afterAll(() => server.close());

    /** The recorded ids that an answer has in the places of these. */
    const learn = (theirs: unknown, ours: unknown): void => {
      if (typeof theirs === 'string' && typeof ours === 'string') {
        if (HEX.test(theirs) || /^[0-9a-v]{20}$/.test(theirs)) {
          ids.set(theirs, ours);
        }
      } else if (typeof theirs === 'object' && theirs !== null) {
        for (const [key, value] of Object.entries(theirs)) {
          learn(value, (ours as Record<string, unknown> | null)?.[key]);
        }
      }
    };

    const authorization = (note: string): Record<string, string> => {
      if (note === 'no credentials') return {};
      const secret = note === 'wrong secret' ? 'other' : 'secret';
      return { authorization: `Basic ${btoa(`key:${secret}`)}` };
    };

    it.each(recorded.map(entry => [entry.note, entry] as const))(
      '%s',
      async (note, entry) => {
        const { request, response } = entry;
        if (note.includes('settings are cached'))
          await clock.advanceAsync(6_000);
        const path = request.path.replace(
          /[0-9a-f]{64}|[0-9a-v]{20}/g,
          id => ids.get(id) ?? id,
        );
        const answer = await fetch(`${url}/api/v1${path}`, {
          method: request.method,
          headers: {
            ...authorization(note),
            'content-type': request.bytes
              ? 'application/octet-stream'
              : 'application/json',
          },
          body: request.bytes ? uploaded(entry) : JSON.stringify(request.body),
        });
        const text = await answer.text();
        const isJson = (answer.headers.get('content-type') ?? '').includes(
          'json',
        );
        const body = isJson ? JSON.parse(text) : text;
        learn(response.body, body);
        expect({
          status: answer.status,
          contentType: answer.headers.get('content-type'),
          body: common(body),
        }).toEqual({
          status: response.status,
          contentType: response.contentType,
          body: common(response.body),
        });
      },
    );
  },
);
