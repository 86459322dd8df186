import { stringify } from 'yaml';
import type { EngineSide } from '../../conformance/engineStories';
import { freshName, pathOf, sparkJob } from '../../e2e/api/support/sparkJob';
import { until } from '../../e2e/api/support/until';
import type { Engine } from './engines';
import { followOn, JOBS } from './follow';
import { hurriedFile } from './gitops';
import type { World } from './world';

/** The states of the neighbours, as their operator would write them; the one that waits has none yet. */
const STATES = { failed: 'FAILED', suspended: 'SUSPENDED', pending: undefined };

/** An engine of the real world as the stories of both worlds meet it; ben reviews and merges. */
export function sideOf(world: World, engine: Engine): EngineSide {
  const { gitops, portal } = world;
  const { kubernetes } = world.siteOf(engine);
  const { untilPhase, reviewAndMerge, says } = followOn(world, engine);

  const addFiles: EngineSide['addFiles'] = (files, message) =>
    gitops.add(
      Object.fromEntries(
        Object.entries(files).map(([file, text]) => [
          file,
          hurriedFile(engine, text),
        ]),
      ),
      message,
    );

  return {
    portal,
    kubernetes,
    gitUrl: gitops.gitea.url,
    merge: async ({ id }) => reviewAndMerge(await untilPhase(id, 'open')),
    addFiles,
    removeFile: file => gitops.remove(file),
    async bringNeighbours() {
      const names = {
        failed: freshName('failed'),
        suspended: freshName('suspended'),
        pending: freshName('waiting'),
      };
      const fileOf = (name: string) =>
        pathOf(name, 'sales', 'spark-application', engine.cluster.name);
      const textOf = (name: string) => {
        const { metadata, spec } = sparkJob(name);
        return stringify({
          apiVersion: 'sparkoperator.k8s.io/v1beta2',
          kind: 'SparkApplication',
          metadata: { ...metadata, namespace: 'dom-sales' },
          spec: { ...spec, suspend: name === names.suspended },
        });
      };
      await addFiles(
        Object.fromEntries(
          Object.values(names).map(name => [fileOf(name), textOf(name)]),
        ),
        'Add three jobs',
      );
      for (const [key, state] of Object.entries(STATES)) {
        const name = names[key as keyof typeof names];
        await until(
          () => kubernetes.get(`${JOBS}/${name}`),
          ({ status }) => status === 200,
          { what: `${name} is applied` },
        );
        if (state) await says(name, state);
      }
      return names;
    },
  };
}
