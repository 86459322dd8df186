import { computeFixture } from '../../__testUtils__/workloads';
import { computeHeadline } from './computeHeadline';

const now = Date.parse('2026-01-02T12:02:42Z');
const reason = { code: 'x', message: 'Its server is not ready yet.' };

describe('computeHeadline', () => {
  it.each([
    [{}, 'Ready for 2 h.'],
    [
      { state: 'pending', reason },
      'Nobody can connect yet, 2 h after it was asked for. Its server is not ready yet.',
    ],
    [{ state: 'failed', reason: undefined }, 'Nobody can connect: it failed.'],
    [
      { state: 'unknown', stateDetail: 'Hibernating' },
      'Whether it answers is not known (Hibernating).',
    ],
  ] as const)('%j: %s', (extra, sentence) => {
    expect(computeHeadline(computeFixture(extra), now)).toBe(sentence);
  });
});
