/** So many at once, and so many a minute: what it says no to waits. */
export class Bucket {
  #tokens: number;
  #filledAt: number;

  constructor(
    private readonly options: {
      atOnce: number;
      perMinute: number;
      now: () => number;
    },
  ) {
    this.#tokens = options.atOnce;
    this.#filledAt = options.now();
  }

  take(): boolean {
    const { atOnce, perMinute, now } = this.options;
    const minutes = Math.max(0, now() - this.#filledAt) / 60_000;
    this.#tokens = Math.min(atOnce, this.#tokens + minutes * perMinute);
    this.#filledAt = now();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
