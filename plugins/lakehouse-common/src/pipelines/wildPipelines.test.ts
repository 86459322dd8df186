import { InputError } from '@backstage/errors';
import fc from 'fast-check';
import { readFileSync } from 'fs';
import path from 'path';
import { comparePipelines } from './comparePipelines';
import { IR_MESSAGES } from './irMessages';
import { parsePipeline } from './parsePipeline';
import { readCompiledPipeline } from './readCompiledPipeline';

const compiledText = readFileSync(
  path.resolve(
    __dirname,
    '../../../../test/fixtures/pipelines/orders-features.yaml',
  ),
  'utf8',
);

const WORDS = [
  ...new Set(
    Object.values(IR_MESSAGES).flatMap(({ fields }) => Object.keys(fields)),
  ),
  '__proto__',
  'constructor',
  'toString',
  'echo',
];

/** JSON with keys that the IR has. */
const irLike = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom('2.1.0', 'echo', 'comp-echo', 'STRING', '', '[1]', null),
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** What came of reading: what is wrong is told as an InputError and never otherwise. */
const outcome = (read: () => unknown): unknown => {
  try {
    read();
    return 'fine';
  } catch (error) {
    return error instanceof InputError ? 'fine' : error;
  }
};

it('refuses wild texts with an InputError or reads them', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({
          unit: fc.constantFrom(...'[]{}:-?&*!|>%@`\'"#, \n\t a1'.split('')),
          maxLength: 200,
        }),
        irLike.map(value => JSON.stringify(value)),
      ),
      text => expect(outcome(() => parsePipeline(text))).toBe('fine'),
    ),
    { numRuns: 200 },
  );
});

it('refuses wild objects with an InputError or reads them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), irLike), fc.anything(), (spec, other) =>
      expect(outcome(() => readCompiledPipeline(spec, other))).toBe('fine'),
    ),
    { numRuns: 200 },
  );
});

it('refuses a real pipeline of which something was cut, doubled or put elsewhere, or reads it', () => {
  const lines = compiledText.split('\n');
  const at = fc.nat({ max: lines.length - 1 });
  fc.assert(
    fc.property(
      at,
      fc.integer({ min: 1, max: 8 }),
      at,
      fc.constantFrom('cut', 'double', 'move'),
      (from, count, to, how) => {
        const taken = lines.slice(from, from + count);
        const rest =
          how === 'double'
            ? [...lines]
            : [...lines.slice(0, from), ...lines.slice(from + count)];
        if (how !== 'cut') {
          rest.splice(to, 0, ...taken);
        }
        expect(outcome(() => parsePipeline(rest.join('\n')))).toBe('fine');
      },
    ),
    { numRuns: 60 },
  );
});

it('finds nothing to differ in a pipeline and itself, whatever the order of its keys', () => {
  const { spec, compiled } = parsePipeline(compiledText);
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(turned);
    }
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]) => [key, turned(item)]),
        )
      : value;
  };
  expect(
    comparePipelines(compiled, readCompiledPipeline(turned(spec))),
  ).toEqual({ nodes: [], edges: [], inputs: [] });
});
