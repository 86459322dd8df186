import { Clock, KubeObject } from '../../types';
import { badRequest, expired } from '../KubeStatusError';

interface Snapshot {
  /** What was asked: a token is good for the same question only. */
  question: string;
  items: KubeObject[];
  version: string;
  until: number;
}

export interface Page {
  items: KubeObject[];
  version: string;
  continue?: string;
  remaining: number;
}

const KEPT_MS = 5 * 60 * 1000;
const MOST_SNAPSHOTS = 200;

/** Hands out long lists in pages of one and the same moment, until that moment is forgotten. */
export class ListPager {
  readonly #clock: Clock;
  readonly #snapshots = new Map<number, Snapshot>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  first(
    question: string,
    items: KubeObject[],
    version: number,
    limit: number,
  ): Page {
    const snapshot = {
      question,
      items,
      version: String(version),
      until: this.#clock.now() + KEPT_MS,
    };
    if (limit <= 0 || items.length <= limit) {
      return { items, version: snapshot.version, remaining: 0 };
    }
    this.#forget();
    this.#lastId += 1;
    this.#snapshots.set(this.#lastId, snapshot);
    return this.#page(this.#lastId, snapshot, 0, limit);
  }

  next(question: string, token: string, limit: number): Page {
    const { id, start } = parseToken(token);
    this.#forget();
    const snapshot = this.#snapshots.get(id);
    if (!snapshot) {
      throw expired(
        'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
      );
    }
    if (snapshot.question !== question) {
      throw badRequest(
        'invalid continue token: it belongs to another list than this one',
      );
    }
    return this.#page(id, snapshot, start, limit);
  }

  #page(id: number, snapshot: Snapshot, start: number, limit: number): Page {
    const end = limit > 0 ? start + limit : snapshot.items.length;
    const remaining = Math.max(0, snapshot.items.length - end);
    const token = JSON.stringify({ v: 'meta.k8s.io/v1', id, start: end });
    return {
      items: snapshot.items.slice(start, end),
      version: snapshot.version,
      remaining,
      ...(remaining
        ? { continue: Buffer.from(token).toString('base64url') }
        : {}),
    };
  }

  #forget(): void {
    const ids = [...this.#snapshots.keys()];
    const tooMany = ids.length - MOST_SNAPSHOTS;
    ids.forEach((id, index) => {
      const isOld = (this.#snapshots.get(id)?.until ?? 0) <= this.#clock.now();
      if (isOld || index < tooMany) {
        this.#snapshots.delete(id);
      }
    });
  }
}

function parseToken(token: string): { id: number; start: number } {
  try {
    const { id, start } = JSON.parse(
      Buffer.from(token, 'base64url').toString('utf8'),
    );
    if (Number.isInteger(id) && Number.isInteger(start) && start >= 0) {
      return { id, start };
    }
  } catch {
    // told below
  }
  throw badRequest('continue key is not valid');
}
