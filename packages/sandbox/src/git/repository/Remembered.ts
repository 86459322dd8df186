const MOST = 500;
const LONGEST = 64 * 1024;

/** The last answers to questions that have one answer for ever; long ones are asked for again. */
export class Remembered {
  readonly #answers = new Map<string, Promise<Buffer>>();

  async get(question: string, ask: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.#answers.get(question);
    const answer = known ?? ask();
    this.#answers.delete(question);
    this.#answers.set(question, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST) {
      this.#answers.delete(oldest);
    }
    try {
      const { length } = await answer;
      if (length > LONGEST) {
        this.#forget(question, answer);
      }
    } catch {
      // It may be there the next time.
      this.#forget(question, answer);
    }
    return answer;
  }

  #forget(question: string, answer: Promise<Buffer>) {
    if (this.#answers.get(question) === answer) {
      this.#answers.delete(question);
    }
  }
}
