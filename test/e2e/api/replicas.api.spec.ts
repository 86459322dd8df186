import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@playwright/test';
import type { Client } from 'pg';
import type {
  ChangeRequest,
  ListChanges,
  Workload,
  WorkloadRun,
} from '../../../plugins/lakehouse-common/src/types';
import { whyNoPostgres } from './support/postgres';
import type { Person } from './support/PortalApi';
import { type Replica, type Replicas, startReplicas } from './support/replicas';
import { SERVED_BY } from './support/RoundRobinProxy';
import { freshName, proposal, sparkJob } from './support/sparkJob';
import { newTraces, tracesOf } from './support/traces';
import { until } from './support/until';
import { claimsOf, countTask, watchTasks } from './support/watchTask';

const JOBS =
  '/apis/sparkoperator.k8s.io/v1beta2/namespaces/dom-sales/sparkapplications';
const SWEEP = 'sweep-changes';
/** How often who asks is led from one replica to the other. */
const ROUNDS = 40;

type Listed = ListChanges<Workload>;

test.describe.configure({ mode: 'serial', timeout: 480_000 });

test.describe('two backends on one PostgreSQL', () => {
  const missing = whyNoPostgres();
  test.skip(missing !== undefined, missing);

  let stack: Replicas;
  let database: Client;

  test.beforeAll(async () => {
    stack = await startReplicas();
    database = await stack.postgres.connect('lakehouse');
    await watchTasks(database);
  });

  test.afterAll(async () => {
    await database?.end();
    await stack?.stop();
  });

  const job = (name: string) => ({
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    ...sparkJob(name),
  });
  const createJob = async (name: string) => {
    const { status, text } = await stack.kubernetes.post(JOBS, job(name));
    expect(status, text).toBe(201);
  };
  const removeJob = (name: string) =>
    stack.kubernetes.send(`${JOBS}/${name}`, { method: 'DELETE' });
  const addressOf = (name: string) =>
    `/lakehouse/workloads/west/dom-sales/spark-application/${name}`;

  const answersOfBoth = (person: Person, path: string) =>
    Promise.all(
      [stack.one, stack.other].map(async ({ portal }) => {
        const { status, body } = await portal.as(person).get(path);
        // Each knows for itself how fresh it is.
        const { version, freshness, ...said } = body;
        return { status, ...said };
      }),
    );

  test('both answer everybody the same', async () => {
    const people: Record<string, number> = { pat: 20, mia: 10, sam: 0 };
    for (const [person, atLeast] of Object.entries(people)) {
      for (const path of [
        '/lakehouse/workloads?limit=1000&sort=name',
        '/lakehouse/workloads?state=failed&domain=sales',
        '/lakehouse/domains',
        '/lakehouse/facets?role=job',
        '/lakehouse/changes',
      ]) {
        const [answer] = await until(
          () => answersOfBoth(person as Person, path),
          ([a, b]) => isDeepStrictEqual(a, b),
          { what: `the same answer to ${path}` },
        );
        expect(answer.status).toBe(200);
        if (path.includes('limit=1000')) {
          expect(answer.items.length, person).toBeGreaterThanOrEqual(atLeast);
          expect(answer.items.length === 0, person).toBe(atLeast === 0);
        }
      }
    }
  });

  test('one opens the versions of the other', async () => {
    const { one, other } = stack;
    const path = '/lakehouse/workloads?domain=sales';
    const ask = async (replica: Replica, version: string) => {
      const since = encodeURIComponent(version);
      const { body } = await replica.portal
        .as('mia')
        .get<Listed>(`${path}&since=${since}`);
      return body;
    };
    const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
    const moveOn = async (n: number) => {
      const { status, text } = await stack.kubernetes.post(leases, {
        ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
        metadata: { name: freshName(`moves-on-${n}`) },
      });
      expect(status, text).toBe(201);
    };
    const versionOf = async (replica: Replica) =>
      (await replica.portal.as('mia').get<Listed>(path)).body.version ?? '';
    const turns = [one, other, one, other];
    // What was before a replica started it can only answer in full, and what was
    // up to the start of the other it hears from the API server: once a minute
    // that says how far nothing has happened.
    let version = await until(
      async () => {
        let known = await versionOf(one);
        for (const replica of turns) {
          const { full, behind, version: next } = await ask(replica, known);
          if (full !== false || behind) return undefined;
          known = next ?? '';
        }
        return known;
      },
      known => known !== undefined,
      { what: 'each opens the versions of the other', seconds: 90 },
    );
    // From now on the API server may count on as it likes, as it does for the
    // Leases of whoever leads: who is led from one to the other misses nothing,
    // and waits only for what happened to what was asked for.
    let waited = 0;
    const caughtUp = (n: number, since: string) =>
      until(
        async () => {
          const given = await ask(turns[n % 2], since);
          waited += given.behind ? 1 : 0;
          return given;
        },
        ({ behind }) => !behind,
        { what: `round ${n}`, seconds: 20 },
      );
    for (let n = 0; n < ROUNDS; n++) {
      await moveOn(n);
      const answer = await caughtUp(n, version ?? '');
      expect(answer.full, `round ${n}`).toBe(false);
      version = answer.version;
    }
    expect(waited).toBeLessThan(ROUNDS / 4);

    const name = freshName('shared');
    await createJob(name);
    const added = await until(
      () => ask(other, version ?? ''),
      ({ items }) => items.some(item => item.name === name),
      { what: 'the other says what is new since', seconds: 20 },
    );
    expect(added.full).toBe(false);
    await removeJob(name);
    const gone = await until(
      () => ask(one, added.version ?? ''),
      ({ removed }) => removed.some(key => key.includes(name)),
      { what: 'the first says what is gone since', seconds: 20 },
    );
    expect(gone.full).toBe(false);
    expect(gone.items.map(item => item.name)).not.toContain(name);
  });

  test('a list is walked across both, and no row is lost or doubled', async () => {
    const mia = stack.portal.as('mia');
    const path = '/lakehouse/workloads?domain=sales&sort=name';
    const keyOf = ({ namespace, kind, name }: Workload) =>
      `${namespace}/${kind}/${name}`;
    const before = await mia.get<Listed>(`${path}&limit=1000`);
    const comers: string[] = [];
    const walked: string[] = [];
    const servers: string[] = [];
    let cursor: string | undefined;
    do {
      const from = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const { body, headers } = await mia.get<Listed>(`${path}&limit=2${from}`);
      walked.push(...body.items.map(keyOf));
      servers.push(headers.get(SERVED_BY) ?? '');
      cursor = body.nextCursor;
      // What comes and goes around the rows must not move them.
      const name = freshName(comers.length % 2 ? 'aa-walk' : 'zz-walk');
      comers.push(`${name}-${comers.length}`);
      await createJob(comers[comers.length - 1]);
    } while (cursor && walked.length < 500);
    for (const name of comers) await removeJob(name);
    const stayed = before.body.items.map(keyOf);
    expect(stayed.length).toBeGreaterThan(5);
    expect(new Set(walked).size).toBe(walked.length);
    expect(walked.filter(key => stayed.includes(key))).toEqual(stayed);
    expect(servers).toEqual(servers.map((_, page) => servers[page % 2]));
    expect(new Set(servers).size).toBe(2);
  });

  test('a run that both see is written down once, as it ended', async () => {
    const { one, other } = stack;
    const name = freshName('run-once');
    await createJob(name);
    for (const { portal } of [one, other]) {
      await until(
        () =>
          portal
            .as('mia')
            .get<{ items: WorkloadRun[] }>(`${addressOf(name)}/runs`),
        ({ body }) => body.items?.[0]?.state === 'succeeded',
        { what: `the run of ${name} has ended` },
      );
      const { body } = await portal
        .as('mia')
        .get<{ workload: Workload }>(addressOf(name));
      expect(body.workload.state).toBe('succeeded');
    }
    const { rows } = await database.query(
      'SELECT state, domain FROM lakehouse_runs WHERE name = $1',
      [name],
    );
    expect(rows).toEqual([{ state: 'succeeded', domain: 'sales' }]);
  });

  test('scheduled work is taken up once each time it is due', async () => {
    const claims = await until(
      () => claimsOf(database, SWEEP),
      ({ length }) => length >= 2,
      { what: 'two sweeps', seconds: 90 },
    );
    expect(await countTask(database, SWEEP)).toBe(1);
    const slots = claims.map(({ slot }) => slot);
    expect(new Set(slots).size).toBe(slots.length);
    for (const { replica } of claims)
      expect(['one', 'other']).toContain(replica);
  });

  test('one is killed under load, and nothing is lost', async () => {
    const { portal, git, other } = stack;
    const mia = portal.as('mia');
    const before = await tracesOf(portal, git);
    const stem = freshName('load');
    const names = Array.from({ length: 12 }, (_, n) => `${stem}-${n}-x`);
    let answered = 0;
    let tellFirst = () => {};
    const first = new Promise<void>(resolve => {
      tellFirst = resolve;
    });
    /** As a browser's user or a task would: again with the same key until it is answered. */
    const propose = (name: string) =>
      until(
        () =>
          mia.post<ChangeRequest>(
            '/lakehouse/changes',
            proposal(sparkJob(name)),
            { 'Idempotency-Key': name },
          ),
        ({ status }) => {
          if (status >= 300) return false;
          answered += 1;
          tellFirst();
          return true;
        },
        { what: `${name} is proposed`, seconds: 100 },
      );
    const proposed = Promise.all(names.map(propose));
    await Promise.race([first, proposed]);
    expect(answered, 'the rest is under way').toBeLessThan(names.length);
    await other.kill();
    // Those who only look notice nothing: the next one asked is the survivor.
    for (let n = 0; n < 10; n++) {
      const { status, headers } = await mia.get('/lakehouse/workloads');
      expect([status, headers.get(SERVED_BY)]).toEqual([200, 'one']);
    }
    const changes = (await proposed).map(({ body }) => body.id);
    const all = await until(
      () => Promise.all(changes.map(id => mia.get(`/lakehouse/changes/${id}`))),
      answers => answers.every(({ body }) => body.number !== undefined),
      { what: 'every change has its pull request', seconds: 100 },
    );
    const after = newTraces(before, await tracesOf(portal, git));
    expect(after).toEqual({
      branches: changes.map(id => `lakefront/${id}`).sort(),
      pulls: all.map(({ body }) => body.number).sort((a, b) => a - b),
      changes: [...changes].sort(),
    });
    expect(
      all.flatMap(({ body }) =>
        body.operations.map((operation: { name: string }) => operation.name),
      ),
    ).toEqual(names);
  });
});
