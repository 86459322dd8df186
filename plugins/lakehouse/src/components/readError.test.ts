import { readError } from './readError';

describe('readError', () => {
  it.each(['Failed to fetch', 'NetworkError when attempting', 'Load failed'])(
    'says in plain words what "%s" means',
    message => {
      expect(readError(new TypeError(message))).toEqual({
        kind: 'away',
        message: "The portal's backend does not answer.",
      });
    },
  );

  it('takes a proxy for what it is', () => {
    expect(readError({ response: { status: 502 }, message: 'x' }).kind).toBe(
      'away',
    );
  });

  it.each([
    [new TypeError('x is not a function'), 'other', 'x is not a function'],
    [{ response: { status: 404 }, message: 'm' }, 'not-found', 'm'],
    [
      { response: { status: 503 }, cause: { message: 'c' }, message: 'm' },
      'unavailable',
      'c',
    ],
  ])('keeps what was said: %o', (error, kind, message) => {
    expect(readError(error)).toEqual({ kind, message });
  });
});
