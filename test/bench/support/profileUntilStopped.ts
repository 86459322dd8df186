/**
 * Loaded before a backend whose CPU profile is wanted: Node writes one only
 * when a process ends by itself, and a backend is told to.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import path from 'node:path';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');
process.prependOnceListener('SIGTERM', () => {
  session.post('Profiler.stop', (error, result) => {
    if (error) throw error;
    writeFileSync(
      path.join(
        process.env.BENCH_PROFILES ?? '.',
        `backend-${process.pid}.cpuprofile`,
      ),
      JSON.stringify(result.profile),
    );
  });
});
