import {
  mockCredentials,
  mockServices,
  registerMswTestHooks,
} from '@backstage/backend-test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { DefaultLakehouseService } from './DefaultLakehouseService';

const server = setupServer();
registerMswTestHooks(server);
const base = 'http://localhost:7007/api/lakehouse';

const input = { domain: 'sales', kubernetesCluster: 'west', objects: [] };
const credentials = mockCredentials.user('user:default/mia');

function createService() {
  return new DefaultLakehouseService({
    auth: mockServices.auth(),
    discovery: mockServices.discovery.mock({
      getBaseUrl: async () => base,
    }),
  });
}

describe('DefaultLakehouseService', () => {
  it('proposes on behalf of the caller, with the key and their token', async () => {
    const seen: Request[] = [];
    server.use(
      http.post(`${base}/changes`, ({ request }) => {
        seen.push(request.clone());
        return HttpResponse.json({ id: 'c1' }, { status: 201 });
      }),
    );
    const change = await createService().propose(input, {
      credentials,
      ...{ idempotencyKey: 'k1', gitToken: 'oauth-of-mia' },
    });
    expect(change).toEqual({ id: 'c1' });
    expect(seen[0].headers.get('idempotency-key')).toBe('k1');
    expect(seen[0].headers.get('lakehouse-git-token')).toBe('oauth-of-mia');
    expect(seen[0].headers.get('authorization')).toBe(
      mockCredentials.service.header({
        onBehalfOf: credentials,
        targetPluginId: 'lakehouse',
      }),
    );
    expect(await seen[0].json()).toEqual(input);
  });

  it('encodes each segment of a path, and takes no dots for one', async () => {
    server.use(
      http.get(`${base}/domains/:domain`, ({ params }) =>
        HttpResponse.json(params),
      ),
    );
    await expect(
      createService().getDomain('a/../b', { credentials }),
    ).resolves.toEqual({ domain: 'a/../b' });
    await expect(
      createService().getDomain('..', { credentials }),
    ).rejects.toThrow('is not a name');
  });

  it('keeps the name and the message of what was refused', async () => {
    server.use(
      http.post(`${base}/changes/check`, () =>
        HttpResponse.json(
          {
            error: { name: 'InputError', message: 'name: is taken' },
            request: { method: 'POST', url: '/changes/check' },
            response: { statusCode: 400 },
          },
          { status: 400 },
        ),
      ),
    );
    await expect(
      createService().check(input, { credentials }),
    ).rejects.toMatchObject({
      name: 'ResponseError',
      message: 'name: is taken',
      statusCode: 400,
      cause: { name: 'InputError', message: 'name: is taken' },
    });
  });
});
