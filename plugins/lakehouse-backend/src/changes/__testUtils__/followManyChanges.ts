import type { Knex } from 'knex';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { changeRow } from './changeRow';
import { CountedHost } from './CountedHost';
import { FakeReader } from './FakeReader';
import { ManualClock } from './ManualClock';
import { ChangeStore } from '../ChangeStore';
import { createChangeService } from '../createChangeService';

const DAY_MS = 24 * 60 * 60_000;
const STEP_MS = 5_000;
const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silent,
} as LoggerService;

/** Follows changes that have been open for a day, in a time that passes when it is told to. */
export async function followManyChanges(options: {
  /** Migrated, and empty. */
  knex: Knex;
  changes: number;
  fourEyes: boolean;
}) {
  const { knex, changes: count, fourEyes } = options;
  const counted = new CountedHost();
  const clock = new ManualClock();
  const store = new ChangeStore(knex);
  const url = 'https://git.example.com/lakehouse/gitops';
  for (let number = 1; number <= count; number++) {
    const row = changeRow({
      ...{ id: `change-${number}`, number, repository: url },
      branch: `lakefront/change-${number}`,
      ...{ createdAt: clock.now() - DAY_MS, openedAt: clock.now() - DAY_MS },
      pollAt: clock.now(),
      files: [{ ...changeRow().files[0], path: `${number}.yaml` }],
    });
    await store.insert(row, { owner: 'test', until: 0 });
    counted.open(number, row.branch);
  }
  const service = await createChangeService({
    knex,
    clock,
    reader: new FakeReader(),
    hosts: {
      forRepository: () => counted.host,
      asUser: () => counted.host,
    },
    gitops: {
      repositories: [
        {
          ...{ name: 'gitops', url, baseBranch: 'main', root: '', targets: [] },
          pollIntervalMs: 60_000,
        },
      ],
      users: {},
      fourEyes: { platform: true, domains: fourEyes ? ['*'] : [] },
    },
    access: { scope: async () => new Set(), require: () => Promise.reject() },
    auth: {} as AuthService,
    kinds: { byId: () => undefined },
    portalUrl: 'http://localhost:3000',
    logger: silent,
  });

  /** Answers how many calls the host was sent meanwhile. */
  async function pass(ms: number, stepMs = STEP_MS): Promise<number> {
    const before = counted.requests;
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      await service.sweep();
    }
    return counted.requests - before;
  }

  return { counted, pass, store };
}
