import type { ApiHolder } from '@backstage/frontend-plugin-api';
import { scmAuthApiRef } from '@backstage/integration-react';
import type { PipelineSourceFile } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';

/** Whether the portal can sign people in to Git hosts: without, a pipeline can only be pasted. */
export function canReadFiles(apis: ApiHolder): boolean {
  return apis.get(scmAuthApiRef) !== undefined;
}

/**
 * A file of a repository, read with the reader's own account on the Git host,
 * never the portal's. Asks them to sign in where they are not. Throws with
 * what to do where they can't, or where they may not read it.
 */
export async function readPipelineFile(
  apis: ApiHolder,
  url: string,
): Promise<PipelineSourceFile> {
  const host = hostOf(url);
  if (!host) {
    throw new Error('Give the web address of a file, as your browser has it.');
  }
  const api = apis.get(lakehouseApiRef);
  const token = await signIn(apis, url, host);
  if (!api) {
    throw new Error('The portal cannot read files here; paste it instead.');
  }
  return api.readPipelineSource(url, token);
}

async function signIn(
  apis: ApiHolder,
  url: string,
  host: string,
): Promise<string> {
  try {
    const credentials = await apis.get(scmAuthApiRef)?.getCredentials({ url });
    if (credentials?.token) {
      return credentials.token;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The portal could not sign you in to ${host}: ${why}. Paste the compiled pipeline instead.`,
    );
  }
  throw new Error(
    `You are not signed in to ${host}, and files are read with your own account only. Paste the compiled pipeline instead.`,
  );
}

function hostOf(url: string): string | undefined {
  try {
    const { protocol, host } = new URL(url);
    return /^https?:$/.test(protocol) ? host : undefined;
  } catch {
    return undefined;
  }
}
