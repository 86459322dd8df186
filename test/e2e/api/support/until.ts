const ASK_AGAIN_AFTER_MS = 250;

/**
 * Asks again until the answer is as it should be, and gives that answer. What
 * was answered last is in the error when it never is.
 */
export async function until<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  options: { what: string; seconds?: number },
): Promise<T> {
  const { what, seconds = 60 } = options;
  const deadline = Date.now() + seconds * 1_000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (isThere(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await new Promise(resolve => {
      setTimeout(resolve, ASK_AGAIN_AFTER_MS);
    });
  }
  const seen =
    last instanceof Error ? String(last) : JSON.stringify(last)?.slice(0, 3000);
  throw new Error(`${what}: not within ${seconds} s. Last seen: ${seen}`);
}
