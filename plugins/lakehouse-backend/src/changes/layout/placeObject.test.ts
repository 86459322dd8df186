import fc from 'fast-check';
import { FakeRepository } from '../../githosts/__testUtils__/FakeRepository';
import { ModelHost } from '../../githosts/__testUtils__/ModelHost';
import { fakeJobKind } from '../__testUtils__/fakeJobKind';
import { locateObject } from '../prepareObject';
import { toYaml } from '../toYaml';
import { layoutProblem, placeObject, writeObject } from './placeObject';
import { SeenBlobs } from './SeenBlobs';
import { WorkingFiles } from './WorkingFiles';

jest.setTimeout(120_000);

const DIRECTORY = 'live/clusters/west/domains/sales';
const kinds = {
  byId: (id: string) => (id === 'job' ? fakeJobKind : undefined),
};
const repository = {
  ...{ name: 'gitops', url: 'https://git.example.com/a/b', root: 'live' },
  ...{ baseBranch: 'main', targets: [], pollIntervalMs: 60_000 },
};
const place = {
  ...{ key: 'west/sales' as const, kubernetesCluster: 'west' },
  ...{ domain: 'sales', namespace: 'dom-sales', members: [] },
};

const wild = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.stringMatching(/^[a-z][-a-z0-9.]{0,8}$/),
  fc.constantFrom('..', '../risk', '/etc/passwd', 'a/../../b', '.', '', '%2e'),
  fc.constantFrom('constructor', '__proto__', 'marker', 'kustomization'),
);
const segment = fc
  .stringMatching(/^[\w .%-]{1,8}$/)
  .filter(one => one !== '.' && one !== '..');
const resource = fc.oneof(
  wild,
  fc.constantFrom('job', './job', 'job/', '../risk', 'https://x.example/y?a=b'),
);
const file = fc.record({
  path: fc.array(segment, { minLength: 1, maxLength: 3 }),
  text: fc.oneof(
    wild,
    wild.map(name =>
      toYaml({
        ...{ apiVersion: 'example.com/v1', kind: 'Job' },
        metadata: { name },
      }),
    ),
  ),
});

it('never writes outside of the domain, whatever 1,000 wild names, files and lists say', async () => {
  let written = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(wild, fc.constantFrom('daily', 'weekly')),
      fc.array(file, { maxLength: 4 }),
      fc.option(fc.array(resource, { maxLength: 3 })),
      fc.constantFrom('create', 'update', 'delete'),
      async (name, others, resources, action) => {
        const files = new WorkingFiles(
          new ModelHost(
            new FakeRepository({
              'README.md': 'x',
              'live/clusters/west/domains/risk/job/daily.yaml': 'x',
              ...Object.fromEntries(
                others.map(({ path, text }) => [
                  `${DIRECTORY}/${path.join('/')}.yaml`,
                  text,
                ]),
              ),
              ...(resources && {
                [`${DIRECTORY}/kustomization.yaml`]: toYaml({ resources }),
              }),
            }),
          ),
          repository,
        );
        const { located } = locateObject(
          { kind: 'job', object: { metadata: { name } } },
          { place, root: repository.root, kinds },
        );
        if (!located) {
          return;
        }
        try {
          const at = await placeObject({
            ...{ ...located, ...place, kinds, files },
            ...{ root: repository.root, seen: new SeenBlobs() },
            isNew: action === 'create',
          });
          writeObject(files, at, { action, text: toYaml({ name }) });
        } catch (error) {
          // What is no reason that people are told is thrown on.
          layoutProblem(error);
        }
        for (const { path } of await files.writes()) {
          written += 1;
          expect(path.startsWith(`${DIRECTORY}/`)).toBe(true);
          expect(path.split('/')).not.toContain('..');
        }
      },
    ),
    { numRuns: 1_000 },
  );
  expect(written).toBeGreaterThan(100);
});
