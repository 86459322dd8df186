/** A refusal that goes to the client as it is. */
export class LakeFSRefusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'LakeFSRefusal';
  }
}

export const badRequest = (message: string) => new LakeFSRefusal(400, message);
export const forbidden = (message: string) => new LakeFSRefusal(403, message);
export const notFound = (what: string) =>
  new LakeFSRefusal(404, `${what} not found`);
export const notUnique = (message: string) =>
  new LakeFSRefusal(409, `${message}: not unique`);

/** Both sides changed the same. */
export class MergeConflict extends LakeFSRefusal {
  constructor() {
    super(409, 'conflict found');
    this.name = 'MergeConflict';
  }
}
