import { readFile } from 'node:fs/promises';
import type { LakeFSCredentials } from '@lakefront/lakefs-client';
import type { LakeFSKeySource } from './readLakeFSConfig';

/** The key pair as it is now; files are read at each call, as keys are rotated while we run. */
export async function readLakeFSKey(
  source: LakeFSKeySource,
): Promise<LakeFSCredentials> {
  const [accessKeyId, secretAccessKey] = await Promise.all([
    part(source.accessKeyIdFile, source.accessKeyId),
    part(source.secretAccessKeyFile, source.secretAccessKey),
  ]);
  return { accessKeyId, secretAccessKey };
}

async function part(
  file: string | undefined,
  text: string | undefined,
): Promise<string> {
  return file ? (await readFile(file, 'utf8')).trim() : text ?? '';
}
