import { readFile } from 'node:fs/promises';
import type { LakeFSCredentials } from '@lakefront/lakefs-client';
import type { ServerConfig } from './readConfig';

/** The key pair as the mounted Secret has it now. */
export async function readKey({
  accessKeyIdFile,
  secretAccessKeyFile,
}: Pick<
  ServerConfig,
  'accessKeyIdFile' | 'secretAccessKeyFile'
>): Promise<LakeFSCredentials> {
  const [accessKeyId, secretAccessKey] = await Promise.all(
    [accessKeyIdFile, secretAccessKeyFile].map(async file =>
      (await readFile(file, 'utf8')).trim(),
    ),
  );
  return { accessKeyId, secretAccessKey };
}
