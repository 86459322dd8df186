import { RequestHandler, Response } from 'express';

/**
 * What goes wrong with a request: no answer at all (`timeout`; with
 * `timeout-after` the work is done first), or another answer than the work's
 * own. With `after` the work is done and its answer is lost.
 */
export type Fault = 'timeout' | 'timeout-after' | FaultAnswer;

export interface FaultAnswer {
  status: number;
  body?: unknown;
  /** E.g. `retry-after`. */
  headers?: Record<string, string>;
  after?: boolean;
}

export type FaultRule = (request: {
  method: string;
  path: string;
}) => Fault | undefined;

export interface Faults {
  /** Asked for every request; undefined takes all faults away. */
  set(rule: FaultRule | undefined): void;
}

function answer(response: Response, fault: FaultAnswer) {
  response.status(fault.status).set(fault.headers ?? {});
  if (fault.body === undefined) {
    response.end();
  } else {
    response.json(fault.body);
  }
}

/** Lets the work go on, but swallows what it answers; calls back when it is over. */
function swallow(response: Response, done: () => void): void {
  const { write, end } = response;
  response.write = (() => true) as typeof response.write;
  response.end = (() => {
    response.write = write;
    response.end = end;
    for (const name of response.getHeaderNames()) {
      response.removeHeader(name);
    }
    done();
    return response;
  }) as typeof response.end;
}

/** Faults for tests, set in process; nothing over HTTP reaches them. */
export function createFaults(): Faults & { middleware: RequestHandler } {
  let rule: FaultRule | undefined;
  return {
    set(next) {
      rule = next;
    },
    middleware(request, response, next) {
      const fault = rule?.({ method: request.method, path: request.path });
      if (fault === undefined) {
        next();
      } else if (fault === 'timeout-after') {
        swallow(response, () => {});
        next();
      } else if (fault === 'timeout') {
        // The socket stays open until the client has had enough.
      } else if (fault.after) {
        swallow(response, () => answer(response, fault));
        next();
      } else {
        answer(response, fault);
      }
    },
  };
}
