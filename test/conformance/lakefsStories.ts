import { test } from '@playwright/test';
import { branchStories } from './lakefs/branchStories';
import { commitStories } from './lakefs/commitStories';
import { hookStories } from './lakefs/hookStories';
import { mergeStories } from './lakefs/mergeStories';
import { objectStories } from './lakefs/objectStories';
import { repositoryStories } from './lakefs/repositoryStories';
import { serverStories } from './lakefs/serverStories';
import { LakeFSDesk, type LakeFSSide } from './support/LakeFSDesk';

/** What the client promises, told of one lakeFS: the sandbox and a real one alike. */
export function lakefsStories(options: { start: () => Promise<LakeFSSide> }) {
  let opened: LakeFSDesk | undefined;
  const desk = () => opened!;

  test.beforeAll(async () => {
    opened = new LakeFSDesk(await options.start());
  });
  test.beforeEach(async () => {
    await desk().useRepository();
  });
  test.afterAll(async () => {
    await opened?.leave();
  });

  serverStories(desk);
  repositoryStories(desk);
  branchStories(desk);
  commitStories(desk);
  mergeStories(desk);
  hookStories(desk);
  objectStories(desk);
}
