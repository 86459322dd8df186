import { ManualClock } from './clock';
import { randomSuffix, randomUuid, seededRandom } from './random';

describe('ManualClock', () => {
  it('runs what falls due, in order, each at its own moment', () => {
    const clock = new ManualClock(0);
    const seen: string[] = [];
    clock.after(20, () => seen.push(`late ${clock.now()}`));
    clock.after(10, () => {
      seen.push(`early ${clock.now()}`);
      clock.after(5, () => seen.push(`nested ${clock.now()}`));
    });
    const cancel = clock.after(12, () => seen.push('never'));
    cancel();
    clock.advance(15);
    expect(seen).toEqual(['early 10', 'nested 15']);
    clock.advance(100);
    expect(seen).toEqual(['early 10', 'nested 15', 'late 20']);
    expect(clock.now()).toBe(115);
  });

  it('lets promises settle between timers', async () => {
    const clock = new ManualClock(0);
    const seen: number[] = [];
    const loop = async () => {
      await Promise.resolve();
      seen.push(clock.now());
      clock.after(10, loop);
    };
    clock.after(10, loop);
    await clock.advanceAsync(30);
    expect(seen).toEqual([10, 20, 30]);
  });
});

describe('seededRandom', () => {
  it('gives the same for the same seed, and other for another', () => {
    const numbers = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 5 }, random);
    };
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(1)).not.toEqual(numbers(2));
    numbers(7).forEach(number => {
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
    });
  });

  it('makes uuids and suffixes', () => {
    const random = seededRandom(3);
    expect(randomUuid(random)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(randomSuffix(random)).toMatch(/^[b-z2-9]{5}$/);
  });
});
