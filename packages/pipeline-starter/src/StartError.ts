/** Why no run was started, or why nobody knows: one sentence for people. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}
