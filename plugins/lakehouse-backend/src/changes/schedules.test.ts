import {
  kubeflowPipelineVersionKind,
  kubeflowRecurringRunKind,
  kubeflowScheduleKind,
  type JsonValue,
  type KubernetesObject,
  type ProposedObject,
  type Workload,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  buildPipelineVersion,
  buildRecurringRun,
  buildSchedule,
  pipelineSpecFixture,
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

  /** A version of its pipeline is live. */
  const placeVersion = (version: string, createdAt: string, inputs: object) => {
    const { id, role, summarize } = kubeflowPipelineVersionKind;
    const live = buildPipelineVersion({
      name: version,
      spec: { pipelineSpec: pipelineSpecFixture({ inputs: { ...inputs } }) },
    });
    const { indexed, live: lives } = own.path.reader;
    lives.set(`west/dom-sales/${id}/${version}`, live);
    indexed.set(`west/dom-sales/${id}/${version}`, {
      ...summarize(live),
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
      ...{ kind: id, role, name: version, createdAt },
    } as Workload);
  };
  const inputsOfNewest = {
    day: { parameterType: 'STRING' },
    rows: { parameterType: 'NUMBER_INTEGER' },
  };
  const messagesOf = async (values: JsonValue) => {
    const { ok, problems } = await check({
      action: 'edit',
      values: [{ path: 'parameters', value: values }],
    });
    expect(ok).toBe(problems.length === 0);
    const paths = problems.map(({ path }) => path);
    expect(paths.every(path => path === 'object.parameters')).toBe(true);
    return problems.map(({ message }) => message);
  };

  it('gets only parameters that the version takes', async () => {
    await place(object);
    placeVersion('orders-features-v2', '2026-01-02T00:00:00Z', inputsOfNewest);
    placeVersion('orders-features-v1', '2026-01-01T00:00:00Z', {});
    expect(await messagesOf({ day: 'y', rows: 4 })).toEqual([]);
    expect(await messagesOf({ day: 7, rows: 'many', more: true })).toEqual([
      'more is no parameter of the pipeline',
      'day must be a text',
      'rows must be a whole number',
    ]);
    expect(await messagesOf({ rows: 3 })).toEqual(['day is needed']);
  });

  it('is told other things with parameters that its version takes no more', async () => {
    await place(object);
    placeVersion('orders-features-v2', '2026-01-02T00:00:00Z', {});
    const { ok, problems } = await check({ action: 'verb', verb: 'suspend' });
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
  });

  it('gets parameters though the API server does not tell of the version', async () => {
    await place(object);
    placeVersion('orders-features-v2', '2026-01-02T00:00:00Z', inputsOfNewest);
    const { readLive } = own.path.reader;
    own.path.reader.readLive = async () => {
      throw new Error('read ECONNRESET');
    };
    expect(await messagesOf({ day: 7 })).toEqual([]);
    own.path.reader.readLive = readLive;
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
