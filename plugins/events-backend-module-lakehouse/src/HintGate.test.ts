import { HINT_SPACING_MS, HintGate, type Timer } from './HintGate';
import type { GitHint } from './toGitHint';

const HINT = { repositoryUrl: 'https://git.example.com/a/b', number: 1 };

function setUp() {
  const passed: GitHint[] = [];
  let timers: Array<() => void> = [];
  const after: Timer = (ms, callback) => {
    expect(ms).toBe(HINT_SPACING_MS);
    timers.push(callback);
    return () => {
      timers = timers.filter(other => other !== callback);
    };
  };
  const gate = new HintGate({
    pass: async hint => void passed.push(hint),
    after,
  });
  const elapse = () => timers.splice(0).forEach(callback => callback());
  return { gate, passed, elapse, timers: () => timers.length };
}

describe('HintGate', () => {
  it('makes two of a flood: the first at once, one for the rest', async () => {
    const { gate, passed, elapse, timers } = setUp();

    await gate.hint(HINT);
    expect(passed).toEqual([HINT]);
    for (let i = 0; i < 1_000; i++) {
      await gate.hint({ ...HINT });
    }
    expect(passed).toEqual([HINT]);

    elapse();
    expect(passed).toEqual([HINT, HINT]);
    elapse();
    expect(passed).toHaveLength(2);
    expect(timers()).toBe(0);
  });

  it('lets another pull request through meanwhile', async () => {
    const { gate, passed } = setUp();

    await gate.hint(HINT);
    await gate.hint({ ...HINT, number: 2 });
    await gate.hint({ ...HINT, repositoryUrl: 'https://git.example.com/a/c' });

    expect(passed).toHaveLength(3);
  });

  it('remembers no more than so many, whatever numbers are made up', async () => {
    const { gate, passed, timers } = setUp();

    for (let number = 0; number < 10_000; number++) {
      await gate.hint({ ...HINT, number });
    }

    expect(passed).toHaveLength(200);
    expect(timers()).toBe(200);
  });

  it('leaves nothing behind when it stops', async () => {
    const { gate, timers } = setUp();
    await gate.hint(HINT);

    gate.stop();

    expect(timers()).toBe(0);
  });
});
