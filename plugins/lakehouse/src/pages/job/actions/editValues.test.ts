import {
  type EditableField,
  MASKED,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { changedValues, isMasked, toTexts } from './editValues';

const fields: EditableField[] = [
  { path: 'spec.n', label: 'N', type: 'integer' },
  { path: 'spec.list', label: 'List', type: 'string[]' },
  { path: 'spec.on', label: 'On', type: 'boolean' },
  { path: 'spec.text', label: 'Text', type: 'string' },
];
const manifest = {
  apiVersion: 'v1',
  kind: 'Job',
  metadata: { name: 'a' },
  spec: { n: 2, list: ['a', `b=${MASKED}`], on: true },
};

it('fills the fields from the manifest', () => {
  const texts = toTexts(fields, manifest);
  expect(texts).toEqual({
    'spec.n': '2',
    'spec.list': `a\nb=${MASKED}`,
    'spec.on': 'true',
    'spec.text': '',
  });
  expect(isMasked(texts['spec.list'])).toBe(true);
  expect(isMasked(texts['spec.n'])).toBe(false);
});

it.each<[string, string, unknown]>([
  ['spec.n', '3', 3],
  ['spec.n', ' 3 ', 3],
  ['spec.n', '3.5', '3.5'],
  ['spec.n', '', null],
  ['spec.list', 'a\nb', ['a', 'b']],
  ['spec.on', 'false', false],
  ['spec.text', ' s3a://x ', 's3a://x'],
])('reads %s "%s" as %p', (path, text, value) => {
  const before = toTexts(fields, manifest);
  expect(changedValues(fields, before, { ...before, [path]: text })).toEqual([
    { path, value },
  ]);
});

it('sends nothing where nothing was changed', () => {
  const texts = toTexts(fields, manifest);
  expect(changedValues(fields, texts, { ...texts })).toEqual([]);
});
