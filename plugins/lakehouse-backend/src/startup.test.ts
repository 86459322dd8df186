import { MIA, PAT, SAM } from './__testUtils__/samplePeople';
import { startTestPortal } from './__testUtils__/startTestPortal';

jest.setTimeout(60_000);

/** Nothing listens here, on any machine. */
const NOWHERE = 'http://127.0.0.1:9';

describe('a Kubernetes cluster that is away from the start', () => {
  let portal: Awaited<ReturnType<typeof startTestPortal>>;

  beforeAll(async () => {
    portal = await startTestPortal({
      cluster: { url: NOWHERE, serviceAccountToken: 'token' },
      until: 'unreachable',
    });
  });

  afterAll(() => portal?.stop());

  it.each([MIA, SAM, PAT])(
    'is said to %s: that nothing is there is not the same as not knowing',
    async user => {
      for (const path of ['/domains', '/workloads', '/facets', '/changes']) {
        const { body } = await portal.get(user, path).expect(200);
        expect(body.freshness).toEqual([
          expect.objectContaining({
            kubernetesCluster: 'west',
            state: 'unreachable',
            everSynced: false,
          }),
        ]);
      }
    },
  );

  it.each([
    '/domains/sales',
    '/workloads/west/dom-sales/spark-application/daily',
  ])('answers %s as if it were not there', async path => {
    const { status } = await portal.get(MIA, path);
    expect(status).toBe(404);
  });
});
