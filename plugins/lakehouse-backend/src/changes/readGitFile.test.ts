import { sparkApplicationKind } from '@lakefront/backstage-plugin-lakehouse-common';
import { FakeReader } from './__testUtils__/FakeReader';
import { fakeJobKind } from './__testUtils__/fakeJobKind';
import {
  startTestGitServer,
  type TestGitServer,
} from './__testUtils__/gitServer';
import { createReadGitFile } from './readGitFile';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';
const ADDRESS = {
  kubernetesCluster: 'west',
  namespace: 'dom-sales',
  kind: 'job',
  name: 'daily',
};

describe('createReadGitFile', () => {
  let git: TestGitServer;

  beforeEach(async () => {
    git = await startTestGitServer();
  });

  afterEach(async () => {
    await git.close();
  });

  const read = (reader = new FakeReader()) =>
    createReadGitFile({
      reader,
      kinds: {
        byId: id =>
          [fakeJobKind, sparkApplicationKind].find(kind => kind.id === id),
      },
      hosts: git.hosts,
      gitops: {
        repositories: [
          {
            ...git.repository,
            targets: [{ kubernetesCluster: 'west', domains: ['*'] }],
            pollIntervalMs: 60_000,
          },
        ],
        users: {},
        fourEyes: { platform: true, domains: [] },
      },
    });

  const write = (content: string, path = PATH) =>
    git.as('admin', 'POST', `/contents/${path}`, {
      branch: 'main',
      message: 'Write daily',
      content: Buffer.from(content).toString('base64'),
    });

  it('reads the object, masked, with its last commit and its page', async () => {
    await write(
      'kind: Job\nmetadata: {name: daily}\nspec: {conf: {my.password: hunter2}}\n',
    );

    const found = await read()(ADDRESS);

    expect(found).toMatchObject({
      repository: git.repository.url,
      path: PATH,
      url: `${git.repository.url}/src/branch/main/${PATH}`,
      object: { kind: 'Job' },
      commit: { message: 'Write daily' },
    });
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  it('answers the form that makes the object, as the settings are now', async () => {
    const reader = new FakeReader();
    const settings = {
      ...reader.settings(),
      images: [{ image: 'apache/spark:4.0.1', sparkVersion: '4.0.1' }],
    };
    reader.settings = () => settings;
    const name = 'daily-orders';
    const answers = {
      ...{ name, language: 'Python', image: 'apache/spark:4.0.1' },
      ...{ mainFile: 'local:///main.py', retries: 1 },
      size: {
        ...{ driverCores: 1, driverMemory: '1g' },
        ...{ executorCores: 2, executorMemory: '2g', instances: 3 },
      },
    };
    const made = sparkApplicationKind.form!.build(answers, { settings });
    await write(
      JSON.stringify(made),
      `clusters/west/domains/sales/spark-application/${name}.yaml`,
    );
    const address = { ...ADDRESS, kind: 'spark-application', name };

    expect((await read(reader)(address))?.form).toEqual({
      template: 'spark-job',
      answers,
    });

    reader.settings = () => ({ ...settings, serviceAccounts: ['etl'] });
    expect(await read(reader)(address)).toMatchObject({ object: made });
    expect(await read(reader)(address)).not.toHaveProperty('form');
  });

  it('says that there is no file', async () => {
    expect(await read()(ADDRESS)).toMatchObject({ path: PATH, object: null });
  });

  it('says that a file is no manifest', async () => {
    await write('just: [text');

    expect(await read()(ADDRESS)).toMatchObject({
      object: null,
      problem: `${PATH} is not a manifest`,
    });
  });

  it('says why Git could not be read', async () => {
    git.server.faults.set(() => ({ status: 503 }));

    expect(await read()(ADDRESS)).toMatchObject({
      object: null,
      problem: expect.stringContaining('refused to read'),
    });
  });

  it('knows nothing of namespaces that are no domain', async () => {
    expect(
      await read()({ ...ADDRESS, namespace: 'kube-system' }),
    ).toBeUndefined();
  });
});
