import { test } from '@playwright/test';
import { lakefsStories } from '../conformance/lakefsStories';
import type { LakeFSSide } from '../conformance/support/LakeFSDesk';

const {
  LAKEFS_ENDPOINT: endpoint,
  LAKEFS_ACCESS_KEY_ID: accessKeyId,
  LAKEFS_SECRET_ACCESS_KEY: secretAccessKey,
  // What the data of the stories' own repositories is put behind.
  LAKEFS_STORAGE_PREFIX: prefix = 'local://',
} = process.env;

async function startSide(): Promise<LakeFSSide> {
  return {
    endpoint: endpoint!,
    credentials: {
      accessKeyId: accessKeyId!,
      secretAccessKey: secretAccessKey!,
    },
    storageNamespace: repository => `${prefix}${repository}`,
    async stop() {},
  };
}

test.describe('lakeFS as it is', () => {
  test.skip(
    !endpoint || !accessKeyId || !secretAccessKey,
    'set LAKEFS_ENDPOINT, LAKEFS_ACCESS_KEY_ID and LAKEFS_SECRET_ACCESS_KEY (and LAKEFS_STORAGE_PREFIX, as s3://bucket/, where it does not store locally)',
  );
  lakefsStories({ start: startSide });
});
