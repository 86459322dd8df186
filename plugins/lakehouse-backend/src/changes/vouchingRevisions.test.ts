import { vouchingRevisions } from './vouchingRevisions';

const WHOLE = 'a'.repeat(40);
const LATER = 'b'.repeat(40);
const sync = {
  kubernetesCluster: 'east',
  engine: 'argocd',
  name: 'sales-workloads',
  state: 'blocked' as const,
};
const partly = {
  revision: LATER,
  refused: ['SparkApplication/dom-sales/broken'],
};
const DAILY = 'SparkApplication/dom-sales/daily';
const BROKEN = 'SparkApplication/dom-sales/broken';

describe('vouchingRevisions', () => {
  it.each<[string, object, string[], string[]]>([
    ['the commit that is applied', { revision: WHOLE }, [DAILY], [WHOLE]],
    [
      'also a later one, for what it was not refused',
      { revision: WHOLE, partly },
      [DAILY],
      [WHOLE, LATER],
    ],
    [
      'not the later one, where one of its objects was refused',
      { revision: WHOLE, partly },
      [DAILY, BROKEN],
      [WHOLE],
    ],
    ['nothing, where nothing was applied yet', {}, [DAILY], []],
  ])('are %s', (_, said, objects, revisions) => {
    expect(vouchingRevisions({ ...sync, ...said }, objects)).toEqual(revisions);
  });
});
