import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  getAzureFileFetchUrl,
  getBitbucketCloudFileFetchUrl,
  getGiteaFileContentsUrl,
  getGithubFileFetchUrl,
  getGitLabFileFetchUrl,
  type ScmIntegrations,
} from '@backstage/integration';
import {
  PIPELINE_MAX_BYTES,
  type PipelineSourceFile,
} from '@lakefront/backstage-plugin-lakehouse-common';

const TIMEOUT_MS = 15_000;
/** Gitea wraps files in base64 and JSON. */
const MOST_BYTES = 2 * PIPELINE_MAX_BYTES;

interface Source {
  fetchUrl: string;
  accept?: string;
  /** Of the answer. */
  read(body: string): string;
}

export type ReadPipelineSource = (
  url: string,
  /** The user's own, for the host of the address. */
  token: string,
) => Promise<PipelineSourceFile>;

/**
 * Reads a file of a repository as its reader would: with their own token, and
 * from hosts of `integrations` only. The portal's credentials have no part in
 * it, so that nobody reads through it what they may not.
 */
export function createReadPipelineSource(options: {
  integrations: ScmIntegrations;
  fetch?: typeof fetch;
}): ReadPipelineSource {
  const { integrations, fetch: ask = fetch } = options;
  return async (url, token) => {
    const source = await toSource(integrations, url, token);
    const body = await read(ask, source, token);
    const text = source.read(body);
    if (Buffer.byteLength(text) > PIPELINE_MAX_BYTES) {
      throw tooLarge();
    }
    return { url, text };
  };
}

async function toSource(
  integrations: ScmIntegrations,
  url: string,
  token: string,
): Promise<Source> {
  const parsed = URL.parse(url);
  const isWeb = parsed?.protocol === 'https:' || parsed?.protocol === 'http:';
  if (!parsed || !isWeb || parsed.username || parsed.password) {
    throw new InputError('url must be the web address of a file');
  }
  const asIs = (body: string) => body;
  const { github, gitlab, gitea, azure, bitbucketCloud } = integrations;
  try {
    if (github.byUrl(url)) {
      const { config } = github.byUrl(url)!;
      const credentials = { type: 'token' as const, token };
      return {
        // By its API, whatever credentials the portal itself has.
        fetchUrl: getGithubFileFetchUrl(
          url,
          {
            ...config,
            apiBaseUrl: config.apiBaseUrl ?? `${parsed.origin}/api/v3`,
            rawBaseUrl: undefined,
          },
          credentials,
        ),
        accept: 'application/vnd.github.v3.raw',
        read: asIs,
      };
    }
    if (gitlab.byUrl(url)) {
      const { config } = gitlab.byUrl(url)!;
      return { fetchUrl: await getGitLabFileFetchUrl(url, config), read: asIs };
    }
    if (gitea.byUrl(url)) {
      const { config } = gitea.byUrl(url)!;
      return {
        fetchUrl: getGiteaFileContentsUrl(config, url),
        read: readGiteaFile,
      };
    }
    if (azure.byUrl(url)) {
      return { fetchUrl: getAzureFileFetchUrl(url), read: asIs };
    }
    if (bitbucketCloud.byUrl(url)) {
      const { config } = bitbucketCloud.byUrl(url)!;
      return {
        fetchUrl: getBitbucketCloudFileFetchUrl(url, config),
        read: asIs,
      };
    }
  } catch {
    throw new InputError(
      'url is no address of a file, with its branch, on that Git host: copy it from the page of the file',
    );
  }
  throw new InputError(
    `The portal knows no Git host '${parsed.host}': files are read from hosts of integrations that a user can sign in to`,
  );
}

async function read(
  ask: typeof fetch,
  { fetchUrl, accept }: Source,
  token: string,
): Promise<string> {
  let response: Response;
  try {
    response = await ask(fetchUrl, {
      // The token is for this host, and for no other.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        Authorization: `Bearer ${token}`,
        ...(accept && { Accept: accept }),
      },
    });
  } catch {
    throw new ServiceUnavailableError(
      "The Git host can't be reached, or leads elsewhere; try again, or paste the file",
    );
  }
  if ([401, 403, 404].includes(response.status)) {
    await response.body?.cancel();
    throw new NotFoundError(
      'The file is not there, or your account on the Git host may not read it',
    );
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new ServiceUnavailableError(
      `The Git host answered ${response.status}; try again, or paste the file`,
    );
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) {
      throw tooLarge();
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readGiteaFile(body: string): string {
  try {
    const { content, encoding } = JSON.parse(body);
    if (encoding === 'base64' && typeof content === 'string') {
      return Buffer.from(content, 'base64').toString('utf8');
    }
  } catch {
    // Told below: it is no file.
  }
  throw new InputError('The address leads to no file');
}

function tooLarge(): InputError {
  return new InputError('The file is above 1 MB: it is no compiled pipeline');
}
