import { domainFixture } from '../../__testUtils__/domains';
import { domainSentence } from './domainSentence';

describe('domainSentence', () => {
  it('says what is wrong, what runs and what is left', () => {
    expect(domainSentence(domainFixture)).toBe(
      '2 jobs failed today, 7 running, 1 waiting; 22 CPU and 76 GiB still free.',
    );
  });
  it('says what is left on each Kubernetes cluster: nothing runs on two', () => {
    const [west] = domainFixture.capacity;
    const east = {
      ...west,
      kubernetesCluster: 'east',
      quotas: west.quotas.map(quota => ({ ...quota, used: quota.hard })),
    };
    expect(
      domainSentence({ ...domainFixture, capacity: [east, west] }),
    ).toMatch(
      /; still free: 0 CPU and 0 B on east, 22 CPU and 76 GiB on west\.$/,
    );
  });
  it('says what keeps a domain from being used', () => {
    expect(
      domainSentence({
        ...domainFixture,
        problems: ['two namespaces on west'],
      }),
    ).toBe('It cannot be used as it is: two namespaces on west.');
  });
  it('says first that nothing arrives from Git', () => {
    const sync = { engine: 'flux', name: 'sales', state: 'blocked' } as const;
    expect(
      domainSentence({
        ...domainFixture,
        syncs: [
          { ...sync, kubernetesCluster: 'west' },
          { ...sync, kubernetesCluster: 'west', name: 'sales-after' },
          { ...sync, kubernetesCluster: 'east', state: 'synced' },
        ],
      }),
    ).toMatch(/^What is merged does not reach west\. 2 jobs failed today, /);
  });
  it('does not speak of a quota that is not there', () => {
    expect(
      domainSentence({ ...domainFixture, capacity: [], failedToday: 0 }),
    ).toBe('7 running, 1 waiting.');
  });
});
