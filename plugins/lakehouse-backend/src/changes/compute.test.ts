import type { ProposedObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { MIA } from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';

const PATH = 'clusters/west/domains/sales/spark-connect/sales-sql.yaml';

const FILE = `# Dashboards hang on this one: ask before you restart it
apiVersion: sparkoperator.k8s.io/v1alpha1
kind: SparkConnect
metadata: { name: sales-sql, namespace: dom-sales }
spec:
  sparkVersion: "4.0.1"
  image: apache/spark:4.0.1
  server:
    cores: 1
    memory: 2g   # enough for ten dashboards
    template:
      spec:
        serviceAccountName: spark
        containers:
          - name: spark-kubernetes-driver
            resources:
              requests: { cpu: "1", memory: 2432Mi }
              limits: { memory: 2432Mi }
  executor: { cores: 1, memory: 1g, instances: 1 }
`;

jest.setTimeout(60_000);

describe('a compute cluster that is in Git', () => {
  const own = useWritePath();

  beforeEach(async () => {
    await own.write(PATH, FILE);
  });

  const input = (rest: object) => ({
    domain: 'sales',
    kubernetesCluster: 'west',
    objects: [
      { kind: 'spark-connect', name: 'sales-sql', ...rest } as ProposedObject,
    ],
  });

  it.each([
    ['a resize', { action: 'verb', verb: 'resize' }],
    ['an edit', { action: 'edit' }],
  ])(
    'of %s: says that nothing that runs changes, and sizes the container with the server',
    async (_what, how) => {
      const resize = input({
        ...how,
        values: [{ path: 'spec.server.memory', value: '8g' }],
      });
      const check = await own.service.check(resize, MIA);
      expect(check.problems).toEqual([]);
      expect(check.consequences[0]).toMatch(
        /^Merging this changes nothing that runs: .* until its pod sales-sql-server is deleted, which ends all its sessions/,
      );
      const change = await own.service.propose(resize, MIA, {});
      const content = await own.read(PATH, `lakefront/${change.id}`);
      // What people wrote stays, byte for byte.
      expect(content).toMatch(/^# Dashboards hang on this one/);
      expect(content).toContain('memory: 8g   # enough for ten dashboards');
      expect(content).toContain('limits: { memory: 9011Mi }');
      expect(content).toContain('memory: 9011Mi }\n              limits');
      expect(content).toContain(
        '  executor: { cores: 1, memory: 1g, instances: 1 }',
      );
      const pull = (await own.git.as('mia', 'GET', '/pulls/1')) as {
        body: string;
      };
      expect(pull.body).toMatch(/changes nothing that runs/);
    },
  );

  it.each([
    [
      'a size that is none',
      [{ path: 'spec.server.memory', value: 'plenty' }],
      /must be a size such as 512m or 4g/,
    ],
    [
      'the image of somebody else',
      [{ path: 'spec.image', value: 'evil.example.com/x:1' }],
      /is not an image that sales may run/,
    ],
    [
      'another version, which would cut it off',
      [{ path: 'spec.sparkVersion', value: '4.1.0' }],
      /is not a value of a Spark Connect cluster that is edited here/,
    ],
  ])('refuses %s', async (_what, values, message) => {
    const check = await own.service.check(
      input({ action: 'edit', values }),
      MIA,
    );
    expect(check.ok).toBe(false);
    expect(check.problems[0].message).toMatch(message);
  });

  it('knows no suspending: the operator cannot', async () => {
    const check = await own.service.check(
      input({ action: 'verb', verb: 'suspend' }),
      MIA,
    );
    expect(check.problems[0].message).toBe(
      'suspend is nothing that a Spark Connect cluster can be told; it knows resize',
    );
  });
});
