import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { createKubeIndex } from './index';

const README = path.join(__dirname, '..', 'README.md');
const lines = (text: string) =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);

describe('the example of the README', () => {
  it('does what it shows', async () => {
    const api = await FakeApiServer.start();
    api.put('a', { phase: 'Failed' });
    api.put('b', { phase: 'Running' });
    const server = api.url;
    const readToken = async () => 't';
    const print = jest.fn();

    // From here on it is the README's.
    const index = createKubeIndex({
      connections: [
        {
          name: 'west',
          // Asked again at every connect: tokens expire.
          credentials: async () => ({ server, token: await readToken() }),
        },
      ],
      resources: [
        {
          id: 'pods',
          group: '',
          version: 'v1',
          plural: 'pods',
          project: ({ metadata, status }) => {
            const { phase } = status as { phase: string };
            return {
              row: { name: metadata.name, phase },
              keys: { namespace: [metadata.namespace ?? ''], phase: [phase] },
            };
          },
        },
      ],
    });
    index.start();
    await index.settled(10_000);

    const pods = index.resource<{ name: string; phase: string }>('pods');
    const page = pods.list({
      where: { namespace: ['dom-sales', 'dom-risk'], phase: ['Failed'] },
      sort: (a, b) => a.name.localeCompare(b.name),
      sortFields: ['name'],
      limit: 50,
    });
    pods.subscribe(event => print(event.type, event.key));

    await index.stop();
    // Up to here.

    expect(page.entries.map(({ key }) => key)).toEqual(['west/dom-sales/a']);
    await api.close();
  });

  it('is the code that is tested', async () => {
    const [, block] = (await readFile(README, 'utf8')).split('```ts\n');
    const [shown] = block.split('```');
    const [, tested] = (await readFile(__filename, 'utf8')).split(
      '// From here on',
    );
    const [, ...example] = lines(tested.split('// Up to here')[0]);
    expect(lines(shown).slice(1)).toEqual(example);
  });
});
