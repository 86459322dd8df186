import { followLog, type LogState } from './followLog';

const encode = (text: string) => new TextEncoder().encode(text);

/** A stream of chunks; an `Error` among them breaks it there. */
function streamOf(
  ...chunks: Array<string | Error>
): ReadableStream<Uint8Array> {
  const left = [...chunks];
  return {
    getReader: () => ({
      read: async () => {
        const next = left.shift();
        if (next instanceof Error) {
          throw next;
        }
        return next === undefined
          ? { done: true, value: undefined }
          : { done: false, value: encode(next) };
      },
      cancel: async () => {},
    }),
  } as unknown as ReadableStream<Uint8Array>;
}

async function follow(
  streams: Array<() => ReadableStream<Uint8Array>>,
  mayWrite: () => boolean = () => streams.length > 0,
) {
  const asks: Array<string | undefined> = [];
  const states: LogState[] = [];
  await followLog({
    open: async ({ sinceTime }) => {
      asks.push(sinceTime);
      const next = streams.shift();
      if (!next) {
        throw Object.assign(new Error('gone'), { response: { status: 404 } });
      }
      return next();
    },
    onState: state => states.push(state),
    signal: new AbortController().signal,
    mayWrite,
    wait: async () => {},
    now: () => Date.parse('2026-01-02T00:00:20Z'),
  });
  return { asks, states, last: states[states.length - 1] };
}

describe('followLog', () => {
  it('reads to the end of a finished pod', async () => {
    const { last, states } = await follow([
      () => streamOf('one\ntw', 'o\nend'),
    ]);
    expect(last.status).toBe('ended');
    expect(last.log.lines).toEqual(['one', 'two', 'end']);
    expect(states.map(state => state.status)).toContain('live');
  });

  it('goes on after a lost stream, from shortly before, without doubles', async () => {
    const { last, asks } = await follow([
      () => streamOf('one\ntwo\nthr', new Error('reset')),
      () => streamOf('two\nthree\nfour\n'),
    ]);
    expect(asks).toEqual([undefined, '2026-01-02T00:00:10.000Z']);
    expect(last.log.lines).toEqual(['one', 'two', 'three', 'four']);
    expect(last.status).toBe('ended');
  });

  it('is live again once it is open, also where nothing is written', async () => {
    const { states } = await follow(
      [() => streamOf('one\n', new Error('reset')), () => streamOf()],
      () => true,
    );
    const said = states.map(({ status }) => status);
    expect(said.slice(said.indexOf('reconnecting'))).toEqual([
      ...['reconnecting', 'live', 'reconnecting', 'failed'],
    ]);
  });

  it('waits for a container that has not started, and gives up where it never will', async () => {
    const notYet = () => {
      throw Object.assign(new Error('waiting to start: ContainerCreating'), {
        response: { status: 400 },
      });
    };
    const starting = await follow(
      [notYet, () => streamOf('one\n')],
      () => true,
    );
    expect(starting.states.map(state => state.status)).toContain('live');
    expect(starting.last.log.lines).toEqual(['one']);
    const over = await follow([notYet, () => streamOf('one\n')], () => false);
    expect(over.last.status).toBe('failed');
  });

  it('says that it reconnects, and gives up where that is of no use', async () => {
    const { last, states } = await follow(
      [() => streamOf('one\n', new Error('reset'))],
      () => true,
    );
    expect(states.map(state => state.status)).toContain('reconnecting');
    expect(last.status).toBe('failed');
    expect(last.log.lines).toEqual(['one']);
  });
});
