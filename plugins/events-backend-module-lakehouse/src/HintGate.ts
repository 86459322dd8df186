import type { GitHint } from './toGitHint';

/** Calls back once after `ms`; returns a function that cancels it. */
export type Timer = (ms: number, callback: () => void) => () => void;

export const HINT_SPACING_MS = 5_000;
/** More pull requests than this do not move within the spacing; polling finds them. */
const MAX_WAITING = 200;

/**
 * Lets the first hint about a pull request through at once, and of those that
 * follow within 5 s one, when they are over: a flood becomes a trickle, and the
 * last word is never lost.
 */
export class HintGate {
  readonly #waiting = new Map<string, { cancel: () => void; again: boolean }>();

  constructor(
    private readonly options: {
      pass: (hint: GitHint) => Promise<void>;
      after: Timer;
    },
  ) {}

  async hint(hint: GitHint): Promise<void> {
    const key = `${hint.number} ${hint.repositoryUrl}`;
    const waiting = this.#waiting.get(key);
    if (waiting) {
      waiting.again = true;
    } else if (this.#waiting.size < MAX_WAITING) {
      this.#close(key, hint);
      await this.options.pass(hint);
    }
  }

  stop() {
    this.#waiting.forEach(({ cancel }) => cancel());
    this.#waiting.clear();
  }

  #close(key: string, hint: GitHint) {
    const cancel = this.options.after(HINT_SPACING_MS, () => {
      const again = this.#waiting.get(key)?.again;
      this.#waiting.delete(key);
      if (again) {
        void this.hint(hint);
      }
    });
    this.#waiting.set(key, { cancel, again: false });
  }
}
