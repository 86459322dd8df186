/** What a promise rejects with. Throws where it does not. */
export function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it was answered');
    },
    error => error,
  );
}
