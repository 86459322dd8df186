import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { PodHistory, SteppedReplica } from './__testUtils__/SteppedReplica';
import { PodRow } from './__testUtils__/pods';
import { parsePosition } from './position';
import { Position } from './types';

/** Who asks now this replica, now that one, and keeps what it was told. */
class Asker {
  rows: Record<string, PodRow> = {};
  position?: Position;

  ask(replica: SteppedReplica): 'full' | 'changes' | 'behind' {
    const { view } = replica;
    if (this.position) {
      const since = view.changesSince(this.position);
      if (since.kind === 'behind') {
        return 'behind';
      }
      if (since.kind === 'changes') {
        since.touched.forEach(key => {
          const row = view.getByKey(key)?.row;
          if (row) {
            this.rows[key] = row;
          } else {
            delete this.rows[key];
          }
        });
        this.position = view.position();
        return 'changes';
      }
    }
    this.rows = replica.rows();
    this.position = view.position();
    return 'full';
  }
}

/** Two replicas that began at once, or one after the other. */
function twoReplicas(between: (history: PodHistory) => void = () => {}) {
  const history = new PodHistory();
  history.put('sales', 'a', 'Running');
  const one = new SteppedReplica(history);
  between(history);
  const other = new SteppedReplica(history);
  return { history, one, other, asker: new Asker() };
}

describe('two replicas, where other things happen than what is asked for', () => {
  it('are not behind each other, and answer nothing instead of everything', () => {
    const { history, one, other, asker } = twoReplicas();
    asker.ask(one);
    for (let n = 0; n < 5; n++) {
      history.somethingElse();
      one.hearAll();
      expect(asker.ask(one)).toBe('changes');
      expect(asker.ask(other)).toBe('changes');
      expect(asker.ask(one)).toBe('changes');
    }
    // The other has heard nothing since its list, and that is no harm.
    expect(other.view.position()).toEqual({ west: '101' });
    expect(asker.rows).toEqual(one.rows());
  });

  it('are behind when something happened, until they have heard of that', () => {
    const { history, one, other, asker } = twoReplicas();
    history.put('sales', 'b', 'Running');
    history.somethingElse();
    one.hearAll();
    asker.ask(one);
    expect(asker.ask(other)).toBe('behind');
    // Of that, not of everything that happened elsewhere since.
    other.hear(1);
    expect(asker.ask(other)).toBe('changes');
    expect(asker.ask(one)).toBe('changes');
    expect(Object.keys(asker.rows)).toEqual(['west/sales/a', 'west/sales/b']);
  });

  it('wait for no more than what happened', async () => {
    const { history, one, other } = twoReplicas();
    history.put('sales', 'b', 'Running');
    history.somethingElse();
    one.hearAll();
    const waiting = other.view.waitFor(one.view.position(), 60_000);
    other.hear(1);
    expect(await waiting).toBe(true);
  });

  it('cannot know what happened before they began, until the older one has heard of that moment', () => {
    const { one, other, asker } = twoReplicas(history =>
      history.somethingElse(),
    );
    asker.ask(other);
    expect(asker.ask(one)).toBe('behind');
    one.hearAll();
    expect(asker.ask(one)).toBe('changes');
    expect(asker.ask(other)).toBe('changes');
  });

  it('answer in full what was before they began', () => {
    const { one, other, asker } = twoReplicas(history => {
      history.put('sales', 'b', 'Running');
      history.remove('sales', 'b');
    });
    asker.ask(one);
    expect(asker.ask(other)).toBe('full');
  });

  it('say what went while they could not hear it', () => {
    const { history, one, other, asker } = twoReplicas();
    history.put('sales', 'short', 'Running');
    one.hearAll();
    asker.ask(one);
    history.remove('sales', 'short');
    // It lists anew, and so has never heard of what came and went meanwhile.
    other.list();
    expect(asker.ask(other)).toBe('full');
    expect(asker.rows).toEqual(other.rows());
    // Nor may it say of that time that nothing happened.
    expect(asker.ask(one)).toBe('behind');
  });

  it('go on after a list with who was there before it', () => {
    const { history, other, asker } = twoReplicas();
    asker.ask(other);
    history.put('sales', 'b', 'Running');
    other.list();
    expect(asker.ask(other)).toBe('changes');
    expect(asker.rows).toEqual(other.rows());
  });
});

const NAMESPACES = ['sales', 'risk'];
const namespace = fc.constantFrom(...NAMESPACES);
const name = fc.constantFrom('a', 'b', 'c');
const which = fc.nat({ max: 2 });

type Step = { weight: number; arbitrary: fc.Arbitrary<StepOf> };
type StepOf =
  | { do: 'put'; namespace: string; name: string; phase: string }
  | { do: 'remove'; namespace: string; name: string }
  | { do: 'somethingElse' }
  | { do: 'hear'; which: number; namespace: string; count: number }
  | { do: 'hearAll' | 'beginList'; which: number; namespace: string }
  | { do: 'follow'; which: number; namespaces: string[] }
  | { do: 'restart' | 'ask'; which: number };

const step = fc.oneof(
  ...([
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('put' as const),
        ...{ namespace, name },
        phase: fc.constantFrom('Pending', 'Running'),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('remove' as const),
        ...{ namespace, name },
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('somethingElse' as const) }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('hear' as const),
        ...{ which, namespace, count: fc.integer({ min: 1, max: 4 }) },
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom('hearAll' as const, 'beginList' as const),
        ...{ which, namespace },
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('follow' as const),
        ...{ which, namespaces: fc.subarray(NAMESPACES, { minLength: 1 }) },
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.oneof(
          { weight: 1, arbitrary: fc.constant('restart' as const) },
          { weight: 12, arbitrary: fc.constant('ask' as const) },
        ),
        which,
      }),
    },
  ] satisfies Step[]),
);

describe.each([
  ['as a whole', undefined],
  ['namespace by namespace', NAMESPACES],
])('three replicas that follow %s, whatever happens', (_, namespaces) => {
  it('never tell too little to who asks one after the other', () => {
    const told = { full: 0, changes: 0, behind: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 100 }), steps => {
        const history = new PodHistory();
        const start = () => new SteppedReplica(history, { namespaces });
        const replicas = [start(), start(), start()];
        const asker = new Asker();
        const within = (wanted: string) => namespaces && wanted;
        /** The last change that the asker has been told of. */
        let seen = 0;
        let pure = false;
        const wrong: string[] = [];
        for (const each of steps) {
          switch (each.do) {
            case 'put':
              history.put(each.namespace, each.name, each.phase);
              break;
            case 'remove':
              history.remove(each.namespace, each.name);
              break;
            case 'somethingElse':
              history.somethingElse();
              break;
            case 'restart':
              replicas[each.which] = start();
              break;
            case 'follow':
              if (namespaces) {
                replicas[each.which].follow(each.namespaces);
              }
              break;
            case 'hear':
              replicas[each.which].hear(each.count, within(each.namespace));
              break;
            case 'ask': {
              const answer = asker.ask(replicas[each.which]);
              told[answer] += 1;
              const replica = replicas[each.which];
              const position = parsePosition(asker.position!.west)!;
              const through = Number(position.through);
              const change = history.lastChange(through, replica.followed);
              // Another set of namespaces has moments of its own.
              const comparable = !namespaces || answer === 'changes';
              if (comparable && change < seen) {
                wrong.push(`led back in time, from ${seen} to ${change}`);
              }
              if (answer !== 'behind') {
                seen = change;
              }
              // In the middle of a list there is some of the old, some of the new.
              const exact = !namespaces && !replica.part(undefined).needsList();
              pure = exact && (pure || answer === 'full');
              if (
                pure &&
                !isDeepStrictEqual(asker.rows, history.rowsAt(through))
              ) {
                wrong.push(`not what there was at ${through}`);
              }
              break;
            }
            default:
              replicas[each.which][each.do](within(each.namespace));
          }
        }
        expect(wrong).toEqual([]);
        // In the end everybody has heard of everything.
        for (const replica of replicas) {
          if (namespaces) {
            replica.follow(namespaces);
          }
          (namespaces ?? [undefined]).forEach(each => replica.hearAll(each));
        }
        for (const replica of replicas) {
          expect(asker.ask(replica)).not.toBe('behind');
          expect(asker.rows).toEqual(history.rowsAt(history.version));
        }
      }),
      { numRuns: 500 },
    );
    // Otherwise the property above would be true of who always answers in full.
    expect(told.changes).toBeGreaterThan(0);
    expect(told.behind).toBeGreaterThan(0);
  }, 60_000);
});
