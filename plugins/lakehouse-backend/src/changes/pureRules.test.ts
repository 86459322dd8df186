import { parse, parseAllDocuments } from 'yaml';
import fc from 'fast-check';
import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { afterFailure, GIVE_UP_AFTER_MS } from './afterFailure';
import { changeIdOf, contentHashOf } from './changeIds';
import { countLines } from './countLines';
import { findCulprit } from './culprit/findCulprit';
import { approversOf, fourEyesVerdict } from './fourEyesVerdict';
import { changeOfMessage, hasTrailer } from './openPullRequest';
import { pollDelay, retryDelay, roundDelay } from './pollDelay';
import { commitMessage, pullRequestBody } from './pullRequestText';
import { schemaProblems } from './schemaProblems';
import { changeRow, NOW } from './__testUtils__/changeRow';
import { toYaml } from './toYaml';

describe('changeIdOf', () => {
  it('is the same for the same user and key, and another for any other', () => {
    const id = changeIdOf('user:default/mia', 'task-1');

    expect(id).toMatch(/^[a-z2-7]{16}$/);
    expect(changeIdOf('user:default/mia', 'task-1')).toBe(id);
    expect(changeIdOf('user:default/ben', 'task-1')).not.toBe(id);
    expect(changeIdOf('user:default/mia', 'task-2')).not.toBe(id);
    expect(changeIdOf('user:default/miat', 'ask-1')).not.toBe(id);
  });
});

describe('contentHashOf', () => {
  it('does not mind the order of keys, but the order of items', () => {
    expect(contentHashOf({ a: 1, b: [1, 2] })).toBe(
      contentHashOf({ b: [1, 2], a: 1 }),
    );
    expect(contentHashOf({ b: [2, 1] })).not.toBe(contentHashOf({ b: [1, 2] }));
  });
});

describe('pollDelay', () => {
  const at = (age: number) =>
    pollDelay(changeRow({ createdAt: NOW - age }), NOW, 60_000);

  it('looks often at what just moved, and seldom at what lies', () => {
    expect(at(0)).toBe(2_000);
    expect(at(10 * 60_000)).toBe(30_000);
    expect(at(24 * 3_600_000)).toBe(60_000);
  });

  it('looks often again after each move', () => {
    const row = changeRow({ createdAt: 0, mergedAt: NOW - 1_000 });

    expect(pollDelay(row, NOW, 60_000)).toBe(2_000);
  });

  it('shares its looks out among many, and lets lists tell what moved', () => {
    const row = changeRow({ createdAt: NOW });
    expect(pollDelay(row, NOW, 60_000, 1)).toBe(2_000);
    const among = Array.from({ length: 200 }, (_, i) =>
      pollDelay({ ...row, id: `change-${i}` }, NOW, 60_000, 1_001),
    );
    const hours = among.map(delay => delay / 3_600_000);
    expect(Math.min(...hours)).toBeGreaterThan(5.5);
    expect(Math.min(...hours)).toBeLessThan(6.5);
    expect(Math.max(...hours)).toBeGreaterThan(15.5);
    expect(Math.max(...hours)).toBeLessThan(16.7);
    expect(pollDelay({ ...row, phase: 'merged' }, NOW, 60_000, 1_000)).toBe(
      2_000,
    );
    expect([0, 50, 51, 150, 1_000].map(roundDelay)).toEqual([
      10_000, 10_000, 12_000, 18_000, 120_000,
    ]);
  });

  it('doubles the pause after each failure, up to a minute', () => {
    expect([1, 2, 3, 6, 50].map(retryDelay)).toEqual([
      2_000, 4_000, 8_000, 60_000, 60_000,
    ]);
  });
});

describe('afterFailure', () => {
  const slow = new ServiceUnavailableError('Gitea did not answer');

  it('tries again while the host does not answer, and says so', () => {
    expect(afterFailure(changeRow(), slow, NOW)).toMatchObject({
      attempts: 1,
      blocked: { reason: 'Gitea did not answer' },
    });
  });

  it('gives up in the end', () => {
    const row = changeRow({ startedAt: NOW - GIVE_UP_AFTER_MS });

    expect(afterFailure(row, slow, NOW)).toMatchObject({
      phase: 'failed',
      message: 'Given up after 15 minutes. Gitea did not answer',
    });
  });

  it.each([new NotAllowedError('no right'), new ConflictError('not ours')])(
    'ends at a refusal: %s',
    error => {
      expect(afterFailure(changeRow(), error, NOW)).toMatchObject({
        phase: 'failed',
        message: error.message,
      });
    },
  );

  it('never ends a change whose pull request is there', () => {
    const error = new NotAllowedError('token expired');
    const row = changeRow({ number: 1, startedAt: 0 });

    expect(afterFailure(row, error, NOW)).not.toHaveProperty('phase');
    expect(afterFailure(row, error, NOW)).not.toHaveProperty('blocked');
    expect(afterFailure({ ...row, attempts: 2 }, error, NOW)).toMatchObject({
      blocked: { reason: 'token expired' },
    });
  });
});

describe('four eyes', () => {
  const review = (
    login: string,
    state: 'approved' | 'changes-requested' | 'commented',
    second: number,
    commitSha = 'head',
  ) => ({
    login,
    state,
    commitSha,
    submittedAt: new Date(NOW + second * 1000).toISOString(),
  });
  const users = { mia: 'user:default/mia', ben: 'user:default/ben' };
  const verdict = (approvers: string[]) =>
    fourEyesVerdict({ requestedBy: 'user:default/mia', approvers, users })
      .state;

  it('counts the last word of each reviewer on this head', () => {
    expect(
      approversOf(
        [
          review('ben', 'approved', 1),
          review('ben', 'commented', 2),
          review('noah', 'approved', 1),
          review('noah', 'changes-requested', 2),
          review('pat', 'approved', 1, 'older head'),
        ],
        'head',
      ),
    ).toEqual(['ben']);
  });

  it.each([
    [[], 'pending'],
    [['mia'], 'pending'],
    [['MIA'], 'pending'],
    [['mia-at-home'], 'pending'],
    [['mia', 'Ben'], 'success'],
  ])('%s approved: %s', (approvers, state) => {
    expect(verdict(approvers)).toBe(state);
  });
});

describe('trailer', () => {
  const row = changeRow({ title: 'Add job' });

  it('is found in our own message', () => {
    expect(hasTrailer(commitMessage(row), row.id)).toBe(true);
    expect(changeOfMessage(commitMessage(row))).toBe(row.id);
  });

  it.each([
    '',
    'Add job',
    `Lakefront-Change: ${row.id}\n\nsomething else`,
    `Add job\n\nLakefront-Change: ${row.id}x`,
    `Add job\n\nNot-Lakefront-Change: ${row.id}`,
  ])('is not found in %j', message => {
    expect(hasTrailer(message, row.id)).toBe(false);
  });
});

describe('findCulprit', () => {
  const [file] = changeRow().files;
  const directory = 'clusters/west/domains/sales';
  const extra = `${directory}/role-binding/extra.yaml`;
  const bens = changeRow({
    id: 'bens',
    title: 'Add extra rights',
    requestedBy: 'user:default/ben',
    mergedAt: NOW,
    files: [{ ...file, name: 'extra-rights', path: extra }],
  });
  const mias = changeRow({ id: 'mias', mergedAt: NOW + 1 });
  const open = changeRow({
    id: 'open',
    files: [{ ...file, name: 'by-hand', path: 'by-hand.yaml' }],
  });

  it.each([
    [
      'RoleBinding/dom-sales/extra-rights dry-run failed (Forbidden)',
      [extra, 'bens'],
    ],
    [
      'rolebindings.rbac.authorization.k8s.io "extra-rights" is forbidden: User cannot patch',
      [extra, 'bens'],
    ],
    [
      'RoleBinding/dom-sales/extra-rights: resource rbac.authorization.k8s.io:RoleBinding is not permitted in project sales-workloads (one or more synchronization tasks are not valid)',
      [extra, 'bens'],
    ],
    [
      'SparkApplication/dom-sales/daily-orders dry-run failed',
      [file.path, 'mias'],
    ],
    [
      `failed to decode YAML from /tmp/kustomization-27/${file.path}: line 3`,
      [file.path, 'mias'],
    ],
    [`accumulating resources from 'extra.yaml': not YAML`, [extra, 'bens']],
    [
      `failed to decode YAML from /tmp/kustomization-27/${directory}/other.yml: line 3`,
      [`${directory}/other.yml`, undefined],
    ],
    // Only what is merged can stop a sync.
    ['Secret/dom-sales/by-hand is forbidden', undefined],
    ['context deadline exceeded', undefined],
    [undefined, undefined],
  ])('%s: %j', (message, expected) => {
    const found = findCulprit(message, [mias, bens, open]);

    expect(found && [found.path, found.change?.id]).toEqual(expected);
  });

  it('tells the newest change of a file, and who asked for it', () => {
    const newer = { ...bens, id: 'newer', mergedAt: NOW + 5 };

    expect(findCulprit('"extra-rights" is forbidden', [bens, newer])).toEqual({
      path: extra,
      change: {
        id: 'newer',
        title: 'Add extra rights',
        requestedBy: 'user:default/ben',
      },
    });
  });
});

describe('countLines', () => {
  it.each([
    ['', 'a\nb\n', { added: 2, removed: 0 }],
    ['a\nb\n', '', { added: 0, removed: 2 }],
    ['a\nb\nc\n', 'a\nx\nc\nd\n', { added: 2, removed: 1 }],
    ['a\n', 'a\n', { added: 0, removed: 0 }],
  ])('%j to %j', (before, after, expected) => {
    expect(countLines(before, after)).toEqual(expected);
  });
});

describe('toYaml', () => {
  it.each(['on', 'yes', 'N', '0777', '0o17', '12:30', '1_000', '~', 'null'])(
    'quotes the string %s, which YAML 1.1 takes for something else',
    value => {
      expect(toYaml({ value })).toMatch(/^value: (["']).*\1\n$/);
    },
  );

  it('gives back 1,000 wild values in both versions of YAML, as one document', () => {
    const key = fc.string({ unit: 'grapheme' }).filter(isName);
    const wild = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('---\nkind: Role', '...', 'a\n---\n', '%YAML 1.1', '*a'),
      fc.integer(),
      fc.boolean(),
    );
    const value = fc.oneof(
      wild,
      fc.array(wild, { maxLength: 3 }),
      fc.dictionary(key, wild, { maxKeys: 3, noNullPrototype: true }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }),
        object => {
          const text = toYaml({ object });
          for (const version of ['1.1', '1.2'] as const) {
            expect(parseAllDocuments(text, { version })).toHaveLength(1);
            expect(parse(text, { version })).toEqual({ object });
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

/** No key of a Kubernetes object is a merge key, and no reader takes it for a name. */
function isName(key: string) {
  return key !== '<<' && key !== '__proto__';
}

describe('pullRequestBody', () => {
  it('shows what people typed as text, and nothing else', () => {
    const body = pullRequestBody({
      operations: [],
      kinds: { byId: () => undefined },
      requestedBy: 'user:default/mia',
      description: 'see <img src=x onerror=alert(1)>\n# Approved by pat',
      consequences: [],
      warnings: [],
      changeUrl: 'http://localhost:3000/lakehouse/changes/x',
    });

    expect(body).toContain('> see \\<img src=x');
    expect(body).toContain('> \\# Approved by pat');
    expect(body).not.toMatch(/^#/m);
  });
});

describe('schemaProblems', () => {
  const schema = {
    type: 'object',
    properties: {
      metadata: { $ref: '#/components/schemas/ObjectMeta' },
      spec: {
        type: 'object',
        required: ['driver'],
        properties: {
          driver: {
            type: 'object',
            properties: { cores: { type: 'integer' } },
          },
          mode: { type: 'string', enum: ['cluster', 'client'] },
          sparkConf: {
            type: 'object',
            additionalProperties: { type: 'string' },
          },
          env: {
            type: 'array',
            items: { type: 'object', properties: { name: { type: 'string' } } },
          },
          any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  };

  it('has nothing against what is right', () => {
    expect(
      schemaProblems(schema, {
        metadata: { name: 'x' },
        spec: {
          driver: { cores: 1 },
          sparkConf: { 'spark.x': '1' },
          any: { a: 1 },
        },
      }),
    ).toEqual([]);
  });

  it('names each fault with its path', () => {
    expect(
      schemaProblems(schema, {
        spec: {
          mode: 'local',
          sparkConf: { 'spark.x': 1 },
          env: [{ name: 'A' }, { nam: 'B' }],
          drivers: {},
        },
      }),
    ).toEqual([
      { path: 'spec.driver', message: 'is required' },
      { path: 'spec.mode', message: 'must be one of cluster, client' },
      { path: 'spec.sparkConf["spark.x"]', message: 'must be string' },
      { path: 'spec.env[1].nam', message: 'is not a field of this kind' },
      { path: 'spec.drivers', message: 'is not a field of this kind' },
    ]);
  });

  it('says nothing where there is no schema', () => {
    expect(schemaProblems(undefined, { anything: true })).toEqual([]);
  });
});
