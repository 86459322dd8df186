/** What follows `npm run bench --`, as each bench sees it. */
export interface BenchOptions {
  /** The sizes in the figures' names instead of small ones. */
  full: boolean;
  /** How long a soak lasts. */
  minutes: number;
}

/** Reads the arguments of this process. */
export function readOptions(args = process.argv.slice(2)): BenchOptions {
  const minutes = args.includes('--minutes')
    ? Number(args[args.indexOf('--minutes') + 1])
    : 1;
  if (!(minutes > 0 && minutes <= 60)) {
    throw new Error('--minutes takes a number above 0 and up to 60');
  }
  return { full: args.includes('--full'), minutes };
}
