import fc from 'fast-check';
import { KubeObject } from '../../types';
import { clone, deepEqual, isObject } from '../json';
import { builtinResource } from '../resources';
import { applyJsonPatch } from './jsonPatch';
import { applyMergePatch } from './mergePatch';
import { serverSideApply } from './serverSideApply';
import { applyStrategicMergePatch } from './strategicMergePatch';

const pods = builtinResource('', 'pods');
const json = fc.jsonValue({ maxDepth: 3 });

/** The merge patch from one value to another; undefined when null in the target makes it impossible to say. */
function diff(from: unknown, to: unknown): unknown {
  if (!isObject(from) || !isObject(to)) {
    return to;
  }
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (!Object.hasOwn(to, key)) {
      patch[key] = null;
    } else if (!Object.hasOwn(from, key) || !deepEqual(from[key], to[key])) {
      patch[key] = Object.hasOwn(from, key)
        ? diff(from[key], to[key])
        : to[key];
    }
  }
  return patch;
}

function holdsNull(value: unknown): boolean {
  if (isObject(value)) {
    return Object.values(value).some(item => item === null || holdsNull(item));
  }
  return false;
}

describe('JSON merge patch', () => {
  // the examples of RFC 7386
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j and %j make %j', (target, patch, result) => {
    expect(applyMergePatch(target, patch)).toEqual(result);
  });

  it('leads from any value to any other, and doing it again changes nothing', () => {
    fc.assert(
      fc.property(json, json, (from, to) => {
        fc.pre(!holdsNull(to));
        const patch = diff(from, to);
        const before = clone(from);
        const result = applyMergePatch(from, patch);
        expect(deepEqual(result, to)).toBe(true);
        expect(deepEqual(applyMergePatch(result, patch), to)).toBe(true);
        expect(deepEqual(from, before)).toBe(true);
      }),
    );
  });
});

describe('JSON patch', () => {
  it.each([
    [{ a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
    [{ a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
    [{ a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    [{ a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
    [{ a: [1, 2] }, [{ op: 'replace', path: '/a/0', value: 9 }], { a: [9, 2] }],
    [{ a: 1 }, [{ op: 'move', from: '/a', path: '/b' }], { b: 1 }],
    [
      { a: { x: 1 } },
      [{ op: 'copy', from: '/a', path: '/b' }],
      { a: { x: 1 }, b: { x: 1 } },
    ],
    [
      { 'a/b': { '~': 1 } },
      [{ op: 'replace', path: '/a~1b/~0', value: 2 }],
      { 'a/b': { '~': 2 } },
    ],
    [{ a: 1 }, [{ op: 'test', path: '/a', value: 1 }], { a: 1 }],
    [{ a: 1 }, [{ op: 'replace', path: '', value: [] }], []],
  ])('%j with %j makes %j', (target, patch, result) => {
    const before = clone(target);
    expect(applyJsonPatch(target, patch)).toEqual(result);
    expect(target).toEqual(before);
  });

  it.each([
    [[{ op: 'remove', path: '/none' }], 'does not exist'],
    [[{ op: 'replace', path: '/none', value: 1 }], 'does not exist'],
    [[{ op: 'add', path: '/none/x', value: 1 }], 'does not exist'],
    [[{ op: 'test', path: '/a', value: 2 }], 'testing value /a failed'],
    [[{ op: 'spin', path: '/a' }], 'unexpected kind'],
    [[{ op: 'add', path: 'a', value: 1 }], 'invalid path'],
    [{ a: 1 }, 'must be a list'],
  ])('refuses %j', (patch, message) => {
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(message);
  });
});

describe('strategic merge patch', () => {
  const target = {
    spec: {
      containers: [
        { name: 'main', image: 'a', env: [{ name: 'X', value: '1' }] },
        { name: 'side', image: 'b' },
      ],
      tolerations: [{ key: 'a' }],
    },
    metadata: { finalizers: ['one'] },
  };
  const patched = (patch: object) =>
    applyStrategicMergePatch(target, patch, pods) as typeof target;

  it('merges lists by their key', () => {
    const { containers } = patched({
      spec: {
        containers: [
          { name: 'main', image: 'c', env: [{ name: 'Y', value: '2' }] },
          { name: 'new', image: 'd' },
        ],
      },
    }).spec;
    expect(containers).toEqual([
      {
        name: 'main',
        image: 'c',
        env: [
          { name: 'X', value: '1' },
          { name: 'Y', value: '2' },
        ],
      },
      { name: 'side', image: 'b' },
      { name: 'new', image: 'd' },
    ]);
  });

  it('follows directives', () => {
    expect(
      patched({ spec: { containers: [{ name: 'side', $patch: 'delete' }] } })
        .spec.containers,
    ).toHaveLength(1);
    expect(
      patched({
        spec: {
          containers: [{ $patch: 'replace' }, { name: 'only', image: 'x' }],
        },
      }).spec.containers,
    ).toEqual([{ name: 'only', image: 'x' }]);
    expect(
      patched({ spec: { $patch: 'replace', nodeName: 'n' } }).spec,
    ).toEqual({
      nodeName: 'n',
    });
    expect(
      patched({ metadata: { '$deleteFromPrimitiveList/finalizers': ['one'] } })
        .metadata.finalizers,
    ).toEqual([]);
  });

  it('replaces lists without a key, and merges sets', () => {
    const result = patched({
      spec: { tolerations: [{ key: 'b' }] },
      metadata: { finalizers: ['two'] },
    });
    expect(result.spec.tolerations).toEqual([{ key: 'b' }]);
    expect(result.metadata.finalizers).toEqual(['one', 'two']);
  });
});

describe('server-side apply', () => {
  const base = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
  const apply = (
    live: object | undefined,
    wanted: object,
    manager = 'flux',
    force = false,
  ) =>
    serverSideApply(
      live as KubeObject | undefined,
      { ...base, ...wanted },
      { resource: pods, manager, force, time: '2026-01-05T08:00:00Z' },
    ) as KubeObject & { spec: Record<string, unknown> };

  it('takes out what it applied before and wants no more, and leaves the rest', () => {
    const first = apply(undefined, {
      spec: {
        nodeSelector: { a: '1', b: '2' },
        containers: [
          { name: 'main', image: 'x', env: [{ name: 'A', value: '1' }] },
          { name: 'side', image: 'y' },
        ],
      },
      metadata: { name: 'a', labels: { l: '1' } },
    });
    const touched = {
      ...first,
      spec: {
        ...first.spec,
        nodeSelector: { a: '1', b: '2', foreign: '3' },
      },
    };
    const second = apply(touched, {
      spec: {
        nodeSelector: { a: '1' },
        containers: [{ name: 'main', image: 'x' }],
      },
    });
    expect(second.spec).toEqual({
      nodeSelector: { a: '1', foreign: '3' },
      containers: [{ name: 'main', image: 'x' }],
    });
    expect(second.metadata.labels).toBeUndefined();
    expect(
      deepEqual(
        apply(second, {
          spec: {
            nodeSelector: { a: '1' },
            containers: [{ name: 'main', image: 'x' }],
          },
        }),
        second,
      ),
    ).toBe(true);
  });

  it('keeps what another applier wants too', () => {
    const both = apply(
      apply(undefined, { spec: { nodeSelector: { a: '1' } } }),
      { spec: { nodeSelector: { a: '1' } } },
      'person',
    );
    expect(apply(both, { spec: {} }).spec).toEqual({
      nodeSelector: { a: '1' },
    });
  });

  it('refuses to change what another applier owns, unless forced', () => {
    const live = apply(undefined, {
      metadata: { name: 'a', annotations: { 'lakefront.dev/owner': 'x' } },
    });
    const wanted = {
      metadata: { name: 'a', annotations: { 'lakefront.dev/owner': 'y' } },
    };
    expect(() => apply(live, wanted, 'person')).toThrow(
      'Apply failed with 1 conflict: conflict with "flux": .metadata.annotations.lakefront.dev/owner',
    );
    const forced = apply(live, wanted, 'person', true);
    expect(forced.metadata.annotations).toEqual({ 'lakefront.dev/owner': 'y' });
    expect(() => apply(forced, live as object)).toThrow(
      'conflict with "person"',
    );
  });
});
