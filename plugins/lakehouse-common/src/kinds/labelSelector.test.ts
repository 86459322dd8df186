import { isObjectOf, matchesLabels } from './labelSelector';

describe('matchesLabels', () => {
  it.each([
    [undefined, undefined, true],
    ['', { a: 'b' }, true],
    ['a', { a: '' }, true],
    ['a', {}, false],
    ['a', undefined, false],
    ['a', 'a', false],
    ['a=b', { a: 'b' }, true],
    ['a=b', { a: 'c' }, false],
    ['a=', { a: '' }, true],
    ['a,c=d', { a: 'x', c: 'd' }, true],
    ['a,c=d', { a: 'x' }, false],
    ['toString', {}, false],
  ])('%s of %j: %s', (selector, labels, expected) => {
    expect(matchesLabels(selector, labels)).toBe(expected);
  });
});

describe('isObjectOf', () => {
  const kind = { group: 'batch', kind: 'Job', labelSelector: 'of=us' };
  const object = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { labels: { of: 'us' } },
  };

  it('looks at group, kind and label', () => {
    expect(isObjectOf(kind, object)).toBe(true);
    expect(isObjectOf(kind, { ...object, apiVersion: 'v1' })).toBe(false);
    expect(isObjectOf(kind, { ...object, kind: 'CronJob' })).toBe(false);
    expect(isObjectOf(kind, { ...object, metadata: {} })).toBe(false);
    expect(isObjectOf(kind, {})).toBe(false);
    expect(isObjectOf({ group: '', kind: 'Pod' }, { ...object })).toBe(false);
    expect(
      isObjectOf({ group: '', kind: 'Pod' }, { apiVersion: 'v1', kind: 'Pod' }),
    ).toBe(true);
  });
});
