import type {
  GitHost,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { ManualClock } from './__testUtils__/ManualClock';
import { HostMemory } from './HostMemory';

const repository = {
  url: 'https://git.example.com/a/b',
} as GitRepositoryTarget;

function setUp() {
  const clock = new ManualClock();
  const asked: string[] = [];
  const host = {
    async contains(_repository, commit, ancestor) {
      asked.push(`${commit} contains ${ancestor}`);
      return commit === 'new';
    },
    async getLastCommit(_repository, path, ref) {
      asked.push(`last of ${path} on ${ref}`);
      return undefined;
    },
  } as Partial<GitHost> as GitHost;
  const memory = new HostMemory(clock);
  return { clock, asked, host, memory };
}

describe('HostMemory', () => {
  it('asks once what contains what, whoever asks', async () => {
    const { asked, host, memory } = setUp();

    for (let i = 0; i < 3; i++) {
      const remembering = memory.before(host);
      expect(await remembering.contains(repository, 'old', 'a')).toBe(false);
      expect(await remembering.contains(repository, 'new', 'a')).toBe(true);
    }

    expect(asked).toEqual(['old contains a', 'new contains a']);
  });

  it('asks again for a last commit after half a minute', async () => {
    const { asked, clock, host, memory } = setUp();
    const ask = () =>
      memory.before(host).getLastCommit(repository, 'a.yaml', 'main');

    await ask();
    clock.advance(29_000);
    await ask();
    expect(asked).toHaveLength(1);
    clock.advance(1_000);
    await ask();
    expect(asked).toHaveLength(2);
  });

  it('keeps repositories apart', async () => {
    const { asked, host, memory } = setUp();
    const other = { ...repository, url: 'https://git.example.com/a/c' };

    await memory.before(host).contains(repository, 'new', 'a');
    await memory.before(host).contains(other, 'new', 'a');

    expect(asked).toHaveLength(2);
  });

  it('remembers no failure', async () => {
    const { host, memory } = setUp();
    const contains = jest
      .fn()
      .mockRejectedValueOnce(new Error('busy'))
      .mockResolvedValue(true);
    const flaky = memory.before({ ...host, contains });

    await expect(flaky.contains(repository, 'x', 'y')).rejects.toThrow('busy');
    expect(await flaky.contains(repository, 'x', 'y')).toBe(true);
  });
});
