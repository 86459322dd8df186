import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { parse } from 'yaml';
import {
  dailyInput,
  jobInput,
  MIA,
  NOAH,
} from '../__testUtils__/startWritePath';
import { useWritePath } from '../__testUtils__/useWritePath';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';
const LIVE = 'west/dom-sales/job/daily';

const byHand = (over: Record<string, unknown> = {}): KubernetesObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Job',
  metadata: {
    name: 'daily',
    namespace: 'dom-sales',
    uid: '1',
    resourceVersion: '5',
    generation: 3,
    creationTimestamp: '2026-01-01T00:00:00Z',
    managedFields: [{ manager: 'kubectl' }],
    finalizers: ['example.com/wait'],
    labels: { team: 'orders' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"canary":1}',
      note: 'Mine',
    },
    ...(over.metadata as object),
  },
  spec: over.spec ?? { cpu: 40, mode: 'cluster', nothing: null },
  status: { state: 'RUNNING' },
});

jest.setTimeout(60_000);

describe('what somebody applied by hand is adopted', () => {
  const own = useWritePath();

  beforeEach(async () => {
    const open = { 'x-kubernetes-preserve-unknown-fields': true };
    own.path.reader.publishedSchema = {
      ...open,
      properties: {
        spec: { ...open, properties: { mode: { default: 'cluster' } } },
      },
    };
  });

  const adopt = dailyInput({ action: 'adopt' });

  const isLive = (object: KubernetesObject) => {
    own.path.reader.live.set(LIVE, object);
    own.path.reader.indexed.set(LIVE, { name: 'daily' } as never);
  };

  it('as somebody would have written it, and it does not run again', async () => {
    isLive(byHand());
    // It would not fit a second time; it has what it asks for already.
    own.path.reader.capacityOfDomain = {
      kubernetesCluster: 'west',
      quota: [{ resource: 'cpu', hard: 41, used: 40 }],
    } as never;
    const check = await own.service.check(adopt, MIA);
    expect(check).toMatchObject({ ok: true, problems: [] });
    expect(check.fit).toBeUndefined();
    expect(check.consequences).toEqual([
      'daily is live already and stays as it is: the merge does not run it again.',
      'From then on Git says what daily is: what is changed by hand is put back.',
      expect.stringMatching(/takes over job daily in dom-sales on west/),
    ]);

    const change = await own.service.propose(adopt, MIA, {});
    expect(change.title).toBe('Adopt job daily to sales');
    const file = await own.read(PATH, `lakefront/${change.id}`);
    expect(parse(file!)).toEqual({
      apiVersion: 'example.com/v1',
      kind: 'Job',
      metadata: {
        name: 'daily',
        namespace: 'dom-sales',
        labels: { team: 'orders' },
        annotations: {
          note: 'Mine',
          'lakefront.dev/owner': 'group:default/sales-data',
          'lakefront.dev/requested-by': 'user:default/mia',
          'lakefront.dev/change': change.id,
        },
      },
      spec: { cpu: 40 },
    });
  });

  it.each<[string, KubernetesObject | undefined, RegExp]>([
    ['what is not there', undefined, /There is no job daily to adopt/],
    [
      'what is being removed',
      byHand({ metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
      /is being removed/,
    ],
    [
      'what another object makes',
      byHand({
        metadata: { ownerReferences: [{ kind: 'Schedule', name: 'nightly' }] },
      }),
      /was made by Schedule nightly/,
    ],
    [
      'what Flux applies',
      byHand({
        metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'team' } },
      }),
      /is applied by Flux \(team\) already/,
    ],
    [
      'what Argo CD applies',
      byHand({
        metadata: {
          annotations: {
            'argocd.argoproj.io/tracking-id': 'team:example.com/Job:x/daily',
          },
        },
      }),
      /is applied by Argo CD \(team\) already/,
    ],
    [
      'what the policy of the domain refuses',
      byHand({ spec: { image: 'evil/image' } }),
      /image/,
    ],
  ])('but not %s', async (_, live, message) => {
    if (live) {
      isLive(live);
    }
    const { ok, problems } = await own.service.check(adopt, MIA);
    expect(ok).toBe(false);
    expect(problems[0].message).toMatch(message);
    await expect(own.service.propose(adopt, MIA, {})).rejects.toMatchObject({
      name: 'InputError',
    });
  });

  it('but not what is in Git, and not by whom it does not concern', async () => {
    const created = await own.service.propose(jobInput(), MIA, {});
    await own.merge(created.number);
    isLive(byHand());
    expect((await own.service.check(adopt, MIA)).problems[0].message).toMatch(
      `daily is in Git already, at ${PATH}`,
    );
    await expect(own.service.check(adopt, NOAH)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  it('but not with a credential, which no answer shows', async () => {
    const secret = 'canary-of-the-cluster';
    isLive(byHand({ spec: { conf: { 'fs.s3a.secret.key': secret } } }));
    const check = await own.service.check(adopt, MIA);
    expect(check.problems[0]).toMatchObject({
      severity: 'error',
      code: 'mask',
    });
    expect(JSON.stringify(check)).not.toContain(secret);
    const refused = await own.service
      .propose(adopt, MIA, {})
      .catch(error => error);
    expect(refused.message).toMatch(/looks like a credential/);
    expect(JSON.stringify([refused, refused.message])).not.toContain(secret);
    expect(JSON.stringify(await own.knex('changes').select())).not.toContain(
      secret,
    );
  });
});
