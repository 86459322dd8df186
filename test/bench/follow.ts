/**
 * What following 1,000 open changes asks of a Git host in an hour when every
 * webhook is lost: the worst hour of a day. The host counts in memory and the
 * clock is turned by hand: how often something is asked is what is measured,
 * not how fast.
 */
import knexFactory from 'knex';
import { followManyChanges } from '../../plugins/lakehouse-backend/src/changes/__testUtils__/followManyChanges';
import { figure, note } from './support/figure';
import { runBench } from './support/runBench';

const MINUTE = 60_000;
const HOURS = 24;
/** Finer than this nothing is asked, with so many. */
const STEP_MS = 10_000;

runBench(async bench => {
  const changes = bench.full ? 1_000 : 200;
  note(`follow: ${changes} open changes for a day, no webhook`);
  for (const fourEyes of [false, true]) {
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    await bench.with({ stop: () => knex.destroy() });
    await knex.migrate.latest({
      directory: `${__dirname}/../../plugins/lakehouse-backend/migrations`,
    });
    const { pass } = await followManyChanges({ knex, changes, fourEyes });
    // Each is looked at once, as after a long stop.
    const first = await pass(20 * MINUTE, STEP_MS);
    let worst = 0;
    for (let hour = 0; hour < HOURS; hour++) {
      worst = Math.max(worst, await pass(60 * MINUTE, STEP_MS));
    }
    const name = fourEyes ? '_four_eyes' : '';
    figure(`follow.requests_per_hour${name}`, worst, 'requests');
    if (!fourEyes) figure('follow.requests_at_start', first, 'requests');
  }
});
