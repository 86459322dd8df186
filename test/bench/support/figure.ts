type Unit = 'bytes' | 'MB' | 'ms' | 'requests' | 'ratio' | 'runs/s';

/** The most that a figure may be, at the size in its name. */
const GOALS: Record<string, number> = {
  'kfp.requests_per_warm_runs_view': 0,
  'kfp.p95_ms_200k_runs': 25,
  'memory.bytes_per_pod': 512,
  'memory.bytes_per_job': 1_536,
  'memory.peak_over_steady': 1.5,
  'sync.ratio_36k': 2,
  'relist.ratio_410': 2,
  'index.p95_ms_100k': 5,
  'read.p95_ms_100k': 25,
  'read.requests_per_warm_view': 0,
  'read.bytes_per_view': 100_000,
  'read.bytes_per_change': 2_000,
  'live.p95_ms': 250,
  'authz.overhead_ratio': 1.2,
  'propose.ratio_raw': 1.5,
  'propose.bytes': 100_000,
  'follow.requests_per_hour': 1_000,
  'follow.requests_per_hour_four_eyes': 1_000,
  'lakefs.requests_per_warm_branches_view': 0,
  'lakefs.p95_ms_10k_branches': 25,
  'kfp.graph_ms_200_nodes': 100,
  'controller.idle_requests_per_minute': 30,
};

/**
 * Prints one figure, and below it by how much it misses its goal. A goal is
 * one of the full size: at a small one it says nothing.
 */
export function figure(name: string, value: number, unit: Unit) {
  say(`figure ${name} ${rounded(value)} ${unit}`);
  const goal = GOALS[name];
  if (goal !== undefined && value > goal && process.argv.includes('--full')) {
    say(`       missed: the goal is at most ${goal} ${unit}`);
  }
}

/** What a reader should know beside the figures. */
export function note(text: string) {
  say(`note   ${text}`);
}

/** Says why a bench, or a part of it, cannot run here. */
export function skipped(what: string, reason: string) {
  say(`skip   ${what}: ${reason}`);
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
