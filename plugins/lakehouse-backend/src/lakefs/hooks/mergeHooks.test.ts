import { matchesGlob } from './matchesGlob';
import { mergeHooksOf } from './readMergeHooks';

const file = (on: string) =>
  `name: check\non: ${on}\nhooks:\n  - { id: one, type: lua }\n  - { id: two, type: webhook }\n`;

it.each<[string, string, number]>([
  ['of the branch', file('{ pre-merge: { branches: [main] } }'), 2],
  ['of a pattern', file('{ pre-merge: { branches: ["rel-*", "m??n"] } }'), 2],
  ['of all branches', file('{ pre-merge: {} }'), 2],
  ['of all branches, in short', file('{ pre-merge: }'), 2],
  ['of another branch', file('{ pre-merge: { branches: [dev] } }'), 0],
  ['of another event', file('{ post-merge: { branches: [main] } }'), 0],
  ['of no YAML', '{', 0],
  ['of something else', '- 1', 0],
  ['of nothing', '', 0],
  ['without hooks', 'name: x\non: { pre-merge: {} }', 0],
])('reads hooks %s', (_, text, count) => {
  expect(mergeHooksOf(text, 'main')).toHaveLength(count);
});

it('reads a bomb of aliases in no time, as nothing', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...['b', 'c', 'd', 'e', 'f', 'g'].map((name, at) => {
      const above = String.fromCharCode(97 + at);
      return `${name}: &${name} [${Array(9).fill(`*${above}`).join(', ')}]`;
    }),
  ].join('\n');
  expect(mergeHooksOf(bomb, 'main')).toEqual([]);
});

it.each<[string, string, boolean]>([
  ['main', 'main', true],
  ['main', 'mainly', false],
  ['*', '', true],
  ['*', 'anything', true],
  ['feature-*', 'feature-x', true],
  ['feature-*', 'features', false],
  ['*-x-*', 'a-b-x-c', true],
  ['?ain', 'main', true],
  ['?', '', false],
  ['a*b*c', 'aXbXbXc', true],
  ['a*b*c', 'aXbXbX', false],
  [`${'a*'.repeat(50)}b`, 'a'.repeat(5_000), false],
])('%s matches %s: %s', (pattern, name, matches) => {
  expect(matchesGlob(pattern, name)).toBe(matches);
});
