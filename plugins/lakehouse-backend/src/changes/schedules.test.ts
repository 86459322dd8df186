import {
  kubeflowRecurringRunKind,
  kubeflowScheduleKind,
  type KubernetesObject,
  type ProposedObject,
  type Workload,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  buildRecurringRun,
  buildSchedule,
  settingsFixture,
} from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { MIA } from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';
import { createReadGitFile } from './readGitFile';
import { toYaml } from './toYaml';

jest.setTimeout(60_000);

/** The lines of a file's spec that it had not before. */
function newLines(text: string, before: KubernetesObject): string[] {
  const had = new Set(toYaml(before).split('\n'));
  return text
    .slice(text.indexOf('\nspec:'))
    .split('\n')
    .filter(line => !had.has(line))
    .map(line => line.trim());
}

describe.each<[string, WorkloadKind, KubernetesObject]>([
  [
    'a schedule of the starter',
    kubeflowScheduleKind,
    buildSchedule({ parameters: { day: 'x', rows: 3 } }),
  ],
  [
    "a recurring run of KFP's",
    kubeflowRecurringRunKind,
    buildRecurringRun({ parameters: { day: 'x', rows: 3 } }),
  ],
])('%s', (_what, kind, object) => {
  const own = useWritePath();
  const { name } = object.metadata;

  const place = async (manifest: KubernetesObject) => {
    const settings = { ...own.path.reader.settings(), ...settingsFixture };
    own.path.reader.settings = () => settings;
    const path = `clusters/west/domains/sales/${kind.id}/${name}.yaml`;
    await own.write(path, toYaml(manifest));
    own.path.reader.indexed.set(`west/dom-sales/${kind.id}/${name}`, {
      ...kind.summarize(manifest),
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
      ...{ kind: kind.id, role: kind.role, name },
    } as Workload);
  };

  const check = (asked: Partial<ProposedObject>) =>
    own.service.check(
      {
        ...{ domain: 'sales', kubernetesCluster: 'west' },
        objects: [{ kind: kind.id, name, ...asked } as ProposedObject],
      },
      MIA,
    );

  it('gets other parameters by an edit of them alone', async () => {
    await place(object);
    const { ok, problems, files, consequences } = await check({
      action: 'edit',
      values: [{ path: 'parameters', value: { day: 'y', rows: 3 } }],
    });
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
    expect(consequences).toEqual([
      expect.stringMatching(/^From the next time/),
      expect.stringMatching(/^After the merge/),
    ]);
    expect(files).toHaveLength(1);
    expect(newLines(files[0].text, object)).toHaveLength(1);
  });

  it('refuses what is no map, and what looks like a credential', async () => {
    await place(object);
    const list = await check({
      action: 'edit',
      values: [{ path: 'parameters', value: ['y'] }],
    });
    expect(list.problems).toMatchObject([
      {
        path: 'object.parameters',
        message: expect.stringMatching(/must be a map/),
      },
    ]);
    const secret = await check({
      action: 'edit',
      values: [{ path: 'parameters', value: { api_key: 'abcdefgh' } }],
    });
    expect(secret.ok).toBe(false);
    expect(JSON.stringify(secret.problems)).not.toContain('abcdefgh');
  });

  it('is read with its parameters, by name', async () => {
    await place(object);
    const read = createReadGitFile({
      reader: own.path.reader,
      kinds: { byId: id => (id === kind.id ? kind : undefined) },
      gitops: own.path.gitops,
      hosts: own.git.hosts,
    });
    const found = await read({
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
      ...{ kind: kind.id, name },
    });
    expect(found?.parameters).toMatchObject({
      pipeline: 'orders-features',
      values: { day: 'x', rows: 3 },
    });
  });
});

describe('a schedule of an older starter', () => {
  const own = useWritePath();
  const object = buildSchedule();
  const { name } = object.metadata;
  const image = 'registry.example.com/lakefront/pipeline-starter:9.9.9';

  it('is suspended with the starter of the settings, which is said', async () => {
    const { kubeflow } = settingsFixture;
    const settings = {
      ...{ ...own.path.reader.settings(), ...settingsFixture },
      kubeflow: { ...kubeflow, starter: { ...kubeflow!.starter!, image } },
    };
    own.path.reader.settings = () => settings;
    await own.write(
      `clusters/west/domains/sales/kubeflow-schedule/${name}.yaml`,
      toYaml(object),
    );
    const { ok, problems, consequences, files } = await own.service.check(
      {
        ...{ domain: 'sales', kubernetesCluster: 'west' },
        objects: [
          { kind: 'kubeflow-schedule', name, action: 'verb', verb: 'suspend' },
        ],
      },
      MIA,
    );
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
    expect(consequences).toEqual([
      expect.stringMatching(/^It is suspended/),
      expect.stringContaining(
        `becomes the one of the domain's settings: ${image}`,
      ),
      expect.stringMatching(/^After the merge/),
    ]);
    expect(newLines(files[0].text, object).sort()).toEqual([
      `image: ${image}`,
      'suspend: true',
    ]);
  });
});
