import type { ChangesSince } from '@lakefront/kube-index';
import { catchUp, positionsOf } from './catchUp';

function viewAt(
  position: Record<string, string>,
  kinds: ChangesSince['kind'][],
) {
  const waitFor = jest.fn(async () => kinds[0] !== 'behind');
  return {
    id: 'pods',
    position: () => position,
    waitFor,
    changesSince: () => ({ kind: kinds.shift() ?? 'changes', touched: [] }),
  };
}

describe('catchUp', () => {
  const then = { pods: { west: '9' } };

  it('waits for a view that is behind only', async () => {
    const current = viewAt({ west: '9' }, ['changes', 'changes']);
    expect(await catchUp([current], then)).toBe(true);
    expect(current.waitFor).not.toHaveBeenCalled();
    const late = viewAt({ west: '8' }, ['behind', 'changes']);
    expect(await catchUp([late], then)).toBe(true);
    expect(late.waitFor).toHaveBeenCalledWith({ west: '9' }, 2_000);
    const lost = viewAt({ west: '8' }, ['behind', 'behind']);
    expect(await catchUp([lost], then)).toBe(false);
  });

  it('does not wait for a position that can never be reached again', async () => {
    const restored = viewAt({ west: '3' }, ['unknown', 'unknown']);
    expect(await catchUp([restored], then)).toBe(true);
    expect(restored.waitFor).not.toHaveBeenCalled();
  });
});

describe('positionsOf', () => {
  it('tells of the Kubernetes clusters of an answer only', () => {
    const view = viewAt({ west: '9', east: '4' }, []);
    expect(positionsOf([view], ['east', 'north'])).toEqual({
      pods: { east: '4' },
    });
    expect(positionsOf([view], [])).toEqual({ pods: {} });
  });
});
