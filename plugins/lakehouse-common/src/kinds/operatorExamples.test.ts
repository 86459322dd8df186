import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../types';
import { sparkApplicationKind as kind } from './spark-application';

const directory = join(
  __dirname,
  '../../../../../shared/data/spark-operator/examples',
);
const isThere = existsSync(directory);

/** Every SparkApplication among the operator's own examples, with its file. */
function readExamples(): Array<[string, KubernetesObject]> {
  return readdirSync(directory)
    .filter(file => file.endsWith('.yaml'))
    .flatMap(file =>
      parseAllDocuments(readFileSync(join(directory, file), 'utf8'))
        .map(document => document.toJS() as KubernetesObject | null)
        .filter(object => object !== null)
        .filter(({ kind: word }) => word === 'SparkApplication')
        .map((object): [string, KubernetesObject] => [file, object]),
    );
}

(isThere ? describe : describe.skip)(
  `the operator's own examples${
    isThere
      ? ''
      : ' (skipped: ../shared/data/spark-operator is not beside the repository)'
  }`,
  () => {
    it.each<[string, KubernetesObject]>(
      isThere ? readExamples() : [['none', {} as KubernetesObject]],
    )('%s', (_file, object) => {
      expect(kind.summarize(object).state).toBe('pending');
      expect(kind.footprint(object).pods).toBeGreaterThan(1);
      expect(kind.isLive(object, object)).toBe(true);
      expect(kind.runsAgain(object, object)).toBeUndefined();
      expect(() => kind.validate(object)).not.toThrow();
    });
  },
);
