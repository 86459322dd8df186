import { Counter, Gauge, Registry } from 'prom-client';

/** What can be counted of a controller. */
export class Metrics {
  readonly registry = new Registry();
  readonly reconciled = new Counter({
    name: 'lakefront_branch_reconciles_total',
    help: 'Looks at an object, by what came of them',
    labelNames: ['result'] as const,
    registers: [this.registry],
  });
  readonly asked = new Counter({
    name: 'lakefront_branch_lakefs_requests_total',
    help: 'Requests to lakeFS, by server, method and status (0: no answer)',
    labelNames: ['server', 'method', 'status'] as const,
    registers: [this.registry],
  });
  readonly watchFailures = new Counter({
    name: 'lakefront_branch_watch_failures_total',
    help: 'Lists and watches that failed, by resource and reason',
    labelNames: ['resource', 'reason'] as const,
    registers: [this.registry],
  });
  readonly leading = new Gauge({
    name: 'lakefront_branch_leader',
    help: '1 where this process leads',
    registers: [this.registry],
  });
  readonly waiting = new Gauge({
    name: 'lakefront_branch_queue_depth',
    help: 'Objects that wait to be looked at',
    registers: [this.registry],
  });
}
