import { inspect } from 'node:util';
import {
  failureOf,
  send,
  useTestClient,
} from '@lakefront/rest-client/testUtils';
import { createKfpClient } from './createKfpClient';
import { isKfpStatus } from './errors';

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb3J0YWwifQ.c2lnbmVk';

const { server, open } = useTestClient(createKfpClient, {
  credentials: { token: TOKEN },
});

const namespace = 'dom-sales';
const run = { run_id: 'r1', display_name: 'nightly' };
const newRun = { name: 'n', experimentId: 'e', pipelineId: 'p' };

describe('credentials', () => {
  it('are sent with every call', async () => {
    server.says(200, {});
    await open().runs.list({ namespace });
    expect(server.asked[0].headers.authorization).toBe(`Bearer ${TOKEN}`);
    await open({
      credentials: {
        userHeader: { name: 'kubeflow-userid', value: 'portal@example.com' },
      },
    }).health();
    expect(server.asked[1].headers).toMatchObject({
      'kubeflow-userid': 'portal@example.com',
    });
    expect(server.asked[1].headers.authorization).toBeUndefined();
  });

  it('are in no error, whatever is echoed', async () => {
    server.answers(({ headers }, response) =>
      send(response, 400, { message: `who is ${headers.authorization}?` }),
    );
    const error = await failureOf(open().runs.get('r1'));
    expect(error).toMatchObject({ said: 'who is Bearer ***?' });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(
      TOKEN,
    );
  });

  it.each([
    ['with a line end', { token: `${TOKEN}\n` }],
    ['that are empty', { token: '' }],
    [
      'of a user that no header can carry',
      { userHeader: { name: 'u', value: 'ä\n' } },
    ],
  ])('%s are told without their value, and nothing is sent', async (_, bad) => {
    const error = await failureOf(open({ credentials: bad }).runs.get('r1'));
    expect(error).toMatchObject({
      name: 'KfpUnreachableError',
      nothingSent: true,
      message: expect.stringMatching(/the (token|user header) is empty/),
    });
    expect(inspect(error)).not.toContain(TOKEN);
    expect(server.asked).toEqual([]);
  });
});

describe('an endpoint', () => {
  it('is there with or without what is below it', () => {
    const given = 'https://example.com/pipeline/apis/v2beta1/';
    expect(open({ endpoint: given }).endpoint).toBe(
      'https://example.com/pipeline',
    );
  });

  it('is not what a browser shows', () => {
    expect(() => open({ endpoint: 'https://kfp.example.com/#/runs' })).toThrow(
      'The endpoint of Kubeflow Pipelines at kfp.example.com has a query or fragment; the one of its UI ends before the #',
    );
  });
});

describe('names and ids', () => {
  it('that are none lead nowhere', async () => {
    await expect(open().runs.get('..')).rejects.toThrow(TypeError);
    await expect(open().runs.terminate('')).rejects.toThrow(TypeError);
    expect(server.asked).toEqual([]);
  });

  it.each(['../x', 'r1:retry'])('%p stays one before a verb', async name => {
    await failureOf(open().runs.terminate(name));
    expect(server.asked[0].url).toBe(
      `/apis/v2beta1/runs/${encodeURIComponent(name)}:terminate`,
    );
  });
});

describe('a filter', () => {
  it('says what KFP understands, and comes through although it is undone twice', async () => {
    server.says(200, {});
    await open().runs.list({
      namespace,
      filter: [
        { key: 'display_name', operation: 'EQUALS', value: '100% + "x"' },
        { key: 'state', operation: 'IN', value: ['FAILED', 'CANCELED'] },
        {
          ...{ key: 'created_at', operation: 'GREATER_THAN_EQUALS' },
          value: new Date('2026-01-05T08:00:00Z'),
        },
      ],
    });
    const once = new URL(server.asked[0].url, server.endpoint).searchParams;
    expect(once.get('namespace')).toBe(namespace);
    const expected = {
      predicates: [
        {
          ...{ key: 'display_name', operation: 'EQUALS' },
          string_value: '100% + "x"',
        },
        {
          ...{ key: 'state', operation: 'IN' },
          string_values: { values: ['FAILED', 'CANCELED'] },
        },
        {
          ...{ key: 'created_at', operation: 'GREATER_THAN_EQUALS' },
          timestamp_value: '2026-01-05T08:00:00.000Z',
        },
      ],
    };
    expect(JSON.parse(once.get('filter')!)).toEqual(expected);
    const twice = new URLSearchParams(`filter=${once.get('filter')}`);
    expect(JSON.parse(twice.get('filter')!)).toEqual(expected);
  });

  it('of nothing is none', async () => {
    server.says(200, {});
    await open().runs.list({ namespace, filter: [] });
    expect(server.asked[0].url).toBe('/apis/v2beta1/runs?namespace=dom-sales');
  });
});

describe('a no', () => {
  it.each([
    [400, 'bad-request'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'already-exists'],
    [418, 'other'],
    [429, 'too-many-requests'],
    [500, 'server-error'],
    [503, 'unavailable'],
  ] as const)('of %i is %s', async (status, reason) => {
    server.says(status, { code: 9, message: 'no', details: [] });
    const error = await failureOf(open().runs.get('r1'));
    expect(error).toMatchObject({ status, reason, code: 9, said: 'no' });
    expect(isKfpStatus(error, reason)).toBe(true);
    expect(isKfpStatus(error)).toBe(true);
    expect(isKfpStatus(error, 'unavailable', 'not-found')).toBe(
      ['unavailable', 'not-found'].includes(reason),
    );
  });

  it('says what was said, and what helps', async () => {
    server.says(503, { code: 14, error: 'not now' }, { 'retry-after': '3600' });
    expect(await failureOf(open().runs.get('r1'))).toMatchObject({
      retryAfterMs: 3_600_000,
      message:
        'Kubeflow Pipelines answered 503 to GET /runs/r1: not now (try again later)',
    });
    server.says(401, {});
    expect(await failureOf(open().runs.get('r1'))).toMatchObject({
      message: expect.stringContaining('made for the audience'),
    });
  });
});

it('tries a read again, but no write', async () => {
  server.says(500, { message: 'no' });
  await failureOf(open().runs.get('r1'));
  expect(server.asked).toHaveLength(3);
  await failureOf(open().runs.create(newRun));
  await failureOf(open().runs.terminate('r1'));
  await failureOf(open().experiments.create({ namespace, name: 'Default' }));
  expect(server.asked).toHaveLength(6);
});

describe('an answer that is none of KFP', () => {
  it.each([
    ['another shape', []],
    ['a run without id', { runs: [{ display_name: 'x' }] }],
    ['a list that is none', { runs: {} }],
    ['a number that is none', { total_size: 'many' }],
    ['a time that is none', { runs: [{ run_id: 'r', created_at: 'soon' }] }],
  ])('is %s', async (_, body) => {
    server.says(200, body);
    expect(await failureOf(open().runs.list({ namespace }))).toMatchObject({
      name: 'KfpProtocolError',
    });
    expect(server.asked).toHaveLength(1);
  });

  it('is a page that says of more, and not after what', async () => {
    server.says(200, { runs: [run], next_page_token: 'again' });
    expect(
      await failureOf(open().runs.list({ namespace, pageToken: 'again' })),
    ).toMatchObject({ name: 'KfpProtocolError' });
  });
});
