import { assertDevelopment } from './module';

describe('the sample sign-in', () => {
  it.each([['development'], ['test']])('starts with NODE_ENV=%s', env => {
    expect(() => assertDevelopment(env)).not.toThrow();
  });

  it.each([['production'], ['staging'], [''], [undefined]])(
    'refuses to start with NODE_ENV=%s',
    env => {
      expect(() => assertDevelopment(env)).toThrow(/refuses to start/);
    },
  );
});
