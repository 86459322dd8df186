import { test } from '@playwright/test';
import { engineStories } from '../conformance/engineStories';
import { branchStories } from './stories/branches';
import { circleStories } from './stories/circle';
import { healthStories } from './stories/health';
import { pipelineStories } from './stories/pipelines';
import { ARGO_CD, type Engine } from './support/engines';
import { sideOf } from './support/engineSide';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';
import { ENGINES, startWorld, type World } from './support/world';

const missing = whyMissing();

test.describe('the whole path on real servers', () => {
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let world: World;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    bench = await Workbench.create('path');
    world = await startWorld(bench);
  });

  test.afterEach(({}, { status, expectedStatus }) => {
    bench.failed ||= status !== expectedStatus;
  });

  test.afterAll(async () => {
    await bench?.stop();
  });

  const storiesOn = (engine: Engine) => {
    test.describe.configure({ mode: 'serial' });
    circleStories(engine, () => world);
    engineStories(engine, () => sideOf(world, engine));
    if (engine === ARGO_CD) healthStories(engine, () => world);
    branchStories(engine, () => world);
    test.describe('pipelines', () => pipelineStories(engine, () => world));
  };
  for (const engine of ENGINES) {
    test.describe(engine.title, storiesOn.bind(undefined, engine));
  }
});
