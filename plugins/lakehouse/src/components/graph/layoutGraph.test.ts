import type {
  PipelineGraph,
  PipelineNode,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { layoutGraph, NODE_HEIGHT, NODE_WIDTH } from './layoutGraph';
import { moveFocus } from './moveFocus';
import { rankNodes } from './rankNodes';
import { withoutDetours } from './withoutDetours';

const node = (id: string, type: PipelineNode['type'] = 'step') => ({
  ...{ id, type, title: id, caching: true, inputs: [], outputs: [] },
  ...(id.includes('/') && { parent: id.slice(0, id.lastIndexOf('/')) }),
});
const edge = (from: string, to: string) => ({ from, to, values: [] });

/** a, then the loop with b and its own group with c, then d. */
const graph: PipelineGraph = {
  nodes: [
    node('a'),
    node('loop', 'loop'),
    node('loop/b'),
    node('loop/group', 'group'),
    node('loop/group/c'),
    node('d'),
  ],
  edges: [edge('a', 'loop'), edge('loop/b', 'loop/group'), edge('loop', 'd')],
};
const ids = (open: string[]) =>
  layoutGraph(graph, new Set(open)).nodes.map(one => one.node.id);
const at = (open: string[], id: string) =>
  layoutGraph(graph, new Set(open)).nodes.find(one => one.node.id === id)!;

describe('layoutGraph', () => {
  it.each([
    [[], ['a', 'loop', 'd']],
    [['loop'], ['a', 'loop', 'loop/b', 'loop/group', 'd']],
    [
      ['loop', 'loop/group'],
      ['a', 'loop', 'loop/b', 'loop/group', 'loop/group/c', 'd'],
    ],
    // In a folded group nothing is open.
    [['loop/group'], ['a', 'loop', 'd']],
  ])('shows what open groups hold: %j', (open, expected) => {
    expect(ids(open)).toEqual(expected);
  });

  it('says what a group holds over all levels, and whether it is open', () => {
    expect(at([], 'loop')).toMatchObject({
      ...{ holds: 3, open: false, width: NODE_WIDTH, height: NODE_HEIGHT },
    });
    expect(at(['loop'], 'loop')).toMatchObject({ holds: 3, open: true });
    expect(at([], 'a')).not.toHaveProperty('open');
  });

  it('puts what waits below, and children inside of their group', () => {
    const open = ['loop', 'loop/group'];
    expect(at(open, 'a').y).toBeLessThan(at(open, 'loop').y);
    const [loop, d] = [at(open, 'loop'), at(open, 'd')];
    expect(loop.y + loop.height).toBeLessThan(d.y);
    for (const [id, parent] of [
      ['loop/b', 'loop'],
      ['loop/group', 'loop'],
      ['loop/group/c', 'loop/group'],
    ]) {
      const [child, group] = [at(open, id), at(open, parent)];
      expect(child.x).toBeGreaterThanOrEqual(0);
      expect(child.y).toBeGreaterThanOrEqual(NODE_HEIGHT - 4);
      expect(child.x + child.width).toBeLessThanOrEqual(group.width);
      expect(child.y + child.height).toBeLessThanOrEqual(group.height);
    }
  });

  it('keeps the arrows of what is shown', () => {
    const arrows = (open: string[]) =>
      layoutGraph(graph, new Set(open)).edges.map(
        ({ from, to }) => `${from} ${to}`,
      );
    expect(arrows([])).toEqual(['a loop', 'loop d']);
    expect(arrows(['loop'])).toContain('loop/b loop/group');
  });

  it('lays out nothing, and what goes in a circle', () => {
    expect(layoutGraph({ nodes: [], edges: [] }, new Set())).toEqual({
      ...{ nodes: [], edges: [], width: 0, height: 0 },
    });
    const circle = {
      nodes: [node('a'), node('b')],
      edges: [edge('a', 'b'), edge('b', 'a')],
    };
    expect(layoutGraph(circle, new Set()).nodes).toHaveLength(2);
  });

  it('lets no two boxes lie on each other among two hundred', () => {
    const many: PipelineGraph = {
      nodes: Array.from({ length: 200 }, (_, i) => node(`s${i}`)),
      edges: Array.from({ length: 300 }, (_, i) =>
        edge(`s${(i * 7) % 150}`, `s${151 + ((i * 13) % 49)}`),
      ),
    };
    const { nodes } = layoutGraph(many, new Set());
    const clash = nodes.some((one, index) =>
      nodes
        .slice(index + 1)
        .some(
          other =>
            Math.abs(one.x - other.x) < NODE_WIDTH &&
            Math.abs(one.y - other.y) < NODE_HEIGHT,
        ),
    );
    expect(clash).toBe(false);
  });
});

const arrows = (text: string) =>
  text.split(' ').map(([from, to]) => ({ from, to }));

describe('rankNodes', () => {
  it.each([
    ['ab bc ac', 'a0 b1 c2'],
    // d waits for nothing, and stands right above what waits for it.
    ['ab bc dc', 'a0 b1 c2 d1'],
    ['ab ac bd cd', 'a0 b1 c1 d2'],
  ])('of %s are %s', (given, expected) => {
    const names = [...new Set(given.replaceAll(' ', ''))].sort();
    expect(
      [...rankNodes(names, arrows(given))!].map(([id, row]) => `${id}${row}`),
    ).toEqual(expected.split(' '));
  });

  it('are none where nodes go in a circle', () => {
    expect(rankNodes(['a', 'b'], arrows('ab ba'))).toBeUndefined();
  });
});

describe('withoutDetours', () => {
  it.each([
    ['ab bc ac', 'ab bc'],
    ['ab bc cd ad bd', 'ab bc cd'],
    ['ab ac bd cd', 'ab ac bd cd'],
    ['ab bc cd', 'ab bc cd'],
    ['ab ba ac', 'ab ba ac'],
    ['ac ab bc', 'ab bc'],
  ])('%s becomes %s', (given, expected) => {
    expect(withoutDetours(arrows(given))).toEqual(arrows(expected));
  });

  it('tells more than a word of bits apart', () => {
    const chain = Array.from({ length: 100 }, (_, i) => ({
      ...{ from: `n${i}`, to: `n${i + 1}` },
    }));
    const long = [
      { from: 'n0', to: 'n100' },
      { from: 'n40', to: 'n80' },
    ];
    expect(withoutDetours([...long, ...chain])).toEqual(chain);
  });
});

describe('moveFocus', () => {
  const wide: PipelineGraph = {
    nodes: [...graph.nodes, node('e'), node('f')],
    edges: [...graph.edges, edge('a', 'e'), edge('e', 'f')],
  };
  const placed = layoutGraph(wide, new Set(['loop', 'loop/group']));
  const folded = layoutGraph(wide, new Set());
  it.each([
    ['loop', 'ArrowDown', 'loop/b'],
    ['loop/b', 'ArrowDown', 'loop/group'],
    ['loop/group', 'ArrowDown', 'loop/group/c'],
    // Out of the innermost, and out of what holds it.
    ['loop/group/c', 'ArrowDown', 'd'],
    ['loop/group/c', 'ArrowUp', 'loop/group'],
    ['loop/b', 'ArrowUp', 'loop'],
    ['loop', 'ArrowUp', 'a'],
    ['a', 'ArrowUp', undefined],
    ['d', 'ArrowDown', undefined],
    ['a', 'End', 'f'],
    ['f', 'Home', 'a'],
  ] as const)('from %s by %s to %s', (from, key, to) => {
    expect(moveFocus(placed, from, key)).toBe(to);
  });

  it('goes past a folded group, and to what stands beside it', () => {
    expect(moveFocus(folded, 'loop', 'ArrowDown')).toBe('d');
    const [left, right] = ['loop', 'e'].sort(
      (a, b) =>
        folded.nodes.find(one => one.node.id === a)!.x -
        folded.nodes.find(one => one.node.id === b)!.x,
    );
    expect(moveFocus(folded, left, 'ArrowRight')).toBe(right);
    expect(moveFocus(folded, right, 'ArrowLeft')).toBe(left);
    expect(moveFocus(folded, left, 'ArrowLeft')).toBeUndefined();
  });

  it('begins anew where what had the focus is gone', () => {
    expect(moveFocus(folded, 'loop/b', 'ArrowDown')).toBe('a');
  });
});
