import {
  appendText,
  emptyLog,
  finishText,
  joinLines,
  type LogText,
} from './logLines';

/** Where a followed log stands. */
export interface LogState {
  log: LogText;
  status: 'connecting' | 'live' | 'ended' | 'reconnecting' | 'failed';
  error?: unknown;
}

/** What following a log needs from outside. */
export interface FollowLogOptions {
  /** Opens the log; asked again after the stream was lost. */
  open(
    ask: { sinceTime?: string },
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>>;
  onState(state: LogState): void;
  signal: AbortSignal;
  /** Whether the pod may still write, so that an end of the stream is a loss. */
  mayWrite(): boolean;
  wait?(milliseconds: number, signal: AbortSignal): Promise<void>;
  now?(): number;
}

const RETRY_MS = [1_000, 2_000, 5_000, 10_000];
/** The last seconds are asked for again, since clocks differ. */
const OVERLAP_MS = 10_000;

/**
 * Reads a log until its pod is done or `signal` ends it. A lost stream is
 * opened again from shortly before, and lines that come twice are dropped.
 */
export async function followLog(options: FollowLogOptions): Promise<void> {
  const { open, onState, signal, mayWrite } = options;
  const wait = options.wait ?? waitFor;
  const now = options.now ?? Date.now;
  let log = emptyLog;
  let lastAt: number | undefined;
  let failures = 0;
  const tell = (status: LogState['status'], error?: unknown) => {
    if (!signal.aborted) {
      onState({ log, status, error });
    }
  };

  tell('connecting');
  while (!signal.aborted) {
    try {
      const sinceTime =
        lastAt === undefined
          ? undefined
          : new Date(lastAt - OVERLAP_MS).toISOString();
      const stream = await open({ sinceTime }, signal);
      if (lastAt !== undefined) {
        tell('live');
      }
      const before = log;
      let incoming = emptyLog;
      for await (const text of readText(stream, signal)) {
        failures = 0;
        lastAt = now();
        incoming = appendText(incoming, text);
        log =
          before === emptyLog ? incoming : joinLines(before, incoming.lines);
        tell('live');
      }
      incoming = finishText(incoming);
      log = before === emptyLog ? incoming : joinLines(before, incoming.lines);
      lastAt ??= now();
      if (!mayWrite()) {
        tell('ended');
        return;
      }
      tell('reconnecting');
    } catch (error) {
      const enough = failures >= RETRY_MS.length || isRefused(error);
      if (isFinal(error) || (enough && !mayWrite())) {
        tell('failed', error);
        return;
      }
      tell(lastAt === undefined ? 'connecting' : 'reconnecting', error);
    }
    await wait(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)], signal);
    failures += 1;
  }
}

/** No use to ask again: not allowed, or not there. */
function isFinal(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status > 400 && status < 500;
}

/** So a container answers that has not started, maybe only not yet. */
function isRefused(error: unknown): boolean {
  return statusOf(error) === 400;
}

function statusOf(error: unknown): number | undefined {
  return (error as { response?: { status?: number } })?.response?.status;
}

async function* readText(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const cancel = () => {
    reader.cancel().catch(() => {});
  };
  signal.addEventListener('abort', cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) {
        return;
      }
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
