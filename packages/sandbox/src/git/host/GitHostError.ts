/** A refusal that goes to the client as it is. */
export class GitHostError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'GitHostError';
  }
}

export const notFound = (message: string) => new GitHostError(404, message);
export const forbidden = (message: string) => new GitHostError(403, message);
export const unprocessable = (message: string) =>
  new GitHostError(422, message);
