import type { PipelineValueInfo } from '@lakefront/backstage-plugin-lakehouse-common';
import { toKey, toParameter, toText } from './parameterText';

describe('toParameter', () => {
  it.each<[PipelineValueInfo['type'], string, unknown]>([
    ['string', '3', '3'],
    ['string', '', undefined],
    ['integer', '3', 3],
    ['integer', 'x', 'x'],
    ['integer', '"3"', '"3"'],
    ['number', 'null', 'null'],
    ['list', '[1,', '[1,'],
    ['list', '[1]', [1]],
    ['struct', '{"a":1}', { a: 1 }],
  ])('%s %s is %j', (type, text, value) => {
    expect(toParameter(type, text)).toEqual(value);
    expect(toKey(toParameter(type, toText(value as never)))).toBe(
      toKey(value as never),
    );
  });
});
