import type { LakehouseDomain } from '@lakefront/backstage-plugin-lakehouse-common';
import { homeSentence } from './homeSentence';

const domain = (extra: Partial<LakehouseDomain>): LakehouseDomain => ({
  name: 'sales',
  title: 'Sales',
  role: 'editor',
  kubernetesClusters: ['west'],
  running: 3,
  pending: 0,
  failedToday: 0,
  capacity: [],
  problems: [],
  ...extra,
});

describe('homeSentence', () => {
  it('says nothing before it knows', () => {
    expect(homeSentence({})).toBeUndefined();
  });
  it('says how it is without a domain', () => {
    expect(homeSentence({ domains: [] })).toMatch(/not a member of a domain/);
    expect(
      homeSentence({
        domains: [],
        freshness: [
          {
            kubernetesCluster: 'east',
            resource: '*',
            state: 'unreachable',
            since: '2026-01-02T10:42:00Z',
            everSynced: false,
          },
        ],
      }),
    ).toBe(
      'Whether you are a member of a domain is not known yet: east was not read so far.',
    );
  });
  it('says what needs somebody first', () => {
    expect(
      homeSentence({
        domains: [domain({ failedToday: 2, pending: 1 })],
        changes: [
          { phase: 'open' } as never,
          { phase: 'open', blocked: { reason: 'x' } } as never,
        ],
      }),
    ).toBe(
      '2 of your jobs failed today · 1 waits · 1 request is blocked · 1 request waits for review.',
    );
  });
  it('speaks of all domains to the platform', () => {
    expect(
      homeSentence({ domains: [domain({ failedToday: 1, role: 'platform' })] }),
    ).toBe('1 job failed today.');
  });
  it('says that all is quiet', () => {
    expect(homeSentence({ domains: [domain({})] })).toBe(
      'All quiet: 3 running in 1 domain, none failed today.',
    );
  });
});
