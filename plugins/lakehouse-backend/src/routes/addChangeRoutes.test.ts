import {
  coreServices,
  createServiceFactory,
  type LoggerService,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { BEN, MIA, NOAH } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

describe('changes over HTTP', () => {
  const lakehouse = useTestLakehouse();

  it('opens a pull request for who may change the domain, once for one key', async () => {
    const proposal = {
      domain: 'sales',
      kubernetesCluster: 'west',
      objects: [
        {
          kind: 'spark-application',
          object: {
            metadata: { name: 'weekly' },
            spec: {
              type: 'Python',
              mode: 'cluster',
              sparkVersion: '4.0.1',
              image: 'apache/spark:4.0.1',
              mainApplicationFile: 'local:///opt/spark/examples/pi.py',
              driver: { cores: 1, memory: '1g', serviceAccount: 'spark' },
              executor: { cores: 1, memory: '1g', instances: 1 },
            },
          },
        },
      ],
    };
    const propose = (user: string) =>
      lakehouse
        .post(user, '/changes', proposal)
        .set('Idempotency-Key', 'the-same');
    const check = await lakehouse
      .post(MIA, '/changes/check', proposal)
      .expect(200);
    expect(check.body).toMatchObject({ ok: true });
    const first = await propose(MIA).expect(201);
    const second = await propose(MIA).expect(201);
    expect(second.body.id).toBe(first.body.id);
    await propose(BEN).expect(403);
    await propose(NOAH).expect(404);

    const list = await lakehouse.get(BEN, '/changes').expect(200);
    expect(list.body.items.map(({ id }: any) => id)).toEqual([first.body.id]);
    const detail = await lakehouse
      .get(MIA, `/changes/${first.body.id}`)
      .expect(200);
    expect(detail.body.files).toHaveLength(1);
    await lakehouse.get(NOAH, `/changes/${first.body.id}`).expect(404);
  });
});

describe('a repository that people write to with their own accounts', () => {
  const TOKEN = 'sandbox-mia';
  const lines: unknown[] = [];
  const logger: LoggerService = {
    ...mockServices.rootLogger.mock(),
    debug: (...line) => lines.push(line),
    info: (...line) => lines.push(line),
    warn: (...line) => lines.push(line),
    error: (...line) => lines.push(line),
    child: () => logger,
  };
  const lakehouse = useTestLakehouse({
    repository: { credentials: 'user' },
    features: [
      createServiceFactory({
        ...{ service: coreServices.rootLogger, deps: {} },
        factory: () => logger as RootLoggerService,
      }),
    ],
  });

  const propose = (token?: string) => {
    const call = lakehouse.post(MIA, '/changes', {
      ...{ domain: 'sales', kubernetesCluster: 'west' },
      objects: [
        {
          kind: 'spark-application',
          ...{ name: 'sales-daily', action: 'verb', verb: 'suspend' },
        },
      ],
    });
    return token ? call.set('Lakehouse-Git-Token', token) : call;
  };

  it('is told to who may change its domains', async () => {
    const { body } = await lakehouse.get(MIA, '/domains/sales').expect(200);
    expect(body.gitAccounts).toEqual({
      west: expect.stringMatching(/\/lakehouse\/gitops$/),
    });
  });

  it('needs a token, tells what is wrong with one, and repeats none', async () => {
    const missing = await propose().expect(400);
    expect(missing.body.error.message).toContain(
      'made with your own account on the Git host',
    );
    const odd = await propose('two words').expect(400);
    expect(odd.body.error.message).toContain('lakehouse-git-token');
    const given = await propose(TOKEN);
    const { audited } = lakehouse;
    expect(audited.map(({ eventId }) => eventId)).toContain('change-propose');
    const said = JSON.stringify([lines, audited, odd.body, given.body]);
    expect(said).not.toContain(TOKEN);
    expect(said).not.toContain('two words');
  });
});
