import { ValuePool } from './ValuePool';

const row = () =>
  JSON.parse(
    JSON.stringify({
      name: 'daily-revenue-1',
      node: 'ip-10-0-0-1.internal',
      labels: { 'spark-app-name': 'daily-revenue' },
      containers: ['spark-kubernetes-driver'],
      summary: { state: 'RUNNING', owner: { ref: 'user:default/alice' } },
      big: { a: 1, b: 2, c: 3, d: 4, e: 5 },
      none: null,
      count: 3,
    }),
  );

describe('ValuePool', () => {
  it('changes nothing that can be read', () => {
    const pool = new ValuePool();
    const rows = [row(), row(), row()];
    rows.forEach(each => pool.shareWithin(each));
    expect(rows).toEqual([row(), row(), row()]);
  });

  it('keeps small parts once, and nobody can change those of another', () => {
    const pool = new ValuePool();
    const [a, b] = [row(), row()];
    pool.shareWithin(a);
    pool.shareWithin(b);
    expect(a.labels).toBe(b.labels);
    expect(a.containers).toBe(b.containers);
    expect(a.summary.owner).toBe(b.summary.owner);
    expect(a.summary).not.toBe(b.summary);
    expect(a.big).not.toBe(b.big);
    expect(() => a.containers.push('x')).toThrow(TypeError);
    a.count = 4;
    expect(b.count).toBe(3);
  });

  it('keeps apart what is not the same, and leaves alone what it does not know', () => {
    const pool = new ValuePool();
    const date = new Date(0);
    const parts = [
      { a: { x: 1 } },
      { a: { x: '1' } },
      { a: { x: 1, y: undefined } },
      { a: [1] },
      { a: date },
      { a: Object.freeze({ x: 'frozen already' }) },
      'text',
      undefined,
    ];
    parts.forEach(part => pool.shareWithin(part));
    expect(parts).toStrictEqual([
      { a: { x: 1 } },
      { a: { x: '1' } },
      { a: { x: 1, y: undefined } },
      { a: [1] },
      { a: date },
      { a: { x: 'frozen already' } },
      'text',
      undefined,
    ]);
  });

  it('forgets what was not seen for long, and not what is seen again and again', () => {
    const pool = new ValuePool(3);
    const often = { part: { of: 'many' } };
    const seldom = { part: { of: 'one' } };
    pool.shareWithin(often);
    pool.shareWithin(seldom);
    for (let i = 0; i < 20; i++) {
      pool.shareWithin({ part: { of: i } });
      const again = { part: { of: 'many' } };
      pool.shareWithin(again);
      expect(again.part).toBe(often.part);
    }
    const later = { part: { of: 'one' } };
    pool.shareWithin(later);
    expect(later.part).not.toBe(seldom.part);
  });

  it('does not follow a row that contains itself for ever', () => {
    const loop: Record<string, unknown> = { name: 'loop' };
    loop.self = { deeper: loop };
    new ValuePool().shareWithin(loop);
    expect(loop.name).toBe('loop');
  });
});
