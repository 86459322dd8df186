/** An answer as the backend gives it when it refuses. */
export function refusal(status: number, message: string): Error {
  return Object.assign(new Error(message), {
    response: { status },
    cause: { message },
  });
}
