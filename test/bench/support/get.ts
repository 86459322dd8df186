import type { Person, PortalApi } from '../../e2e/api/support/PortalApi';
import { timed } from './statistics';

interface Answered<T> {
  ms: number;
  body: T;
}

/** One answered GET of the lakehouse's API, and how long it took; a refusal is an error. */
export async function get<T = { version: string; total: number }>(
  api: PortalApi,
  person: Person,
  path: string,
): Promise<Answered<T>> {
  const { ms, result } = await timed(() =>
    api.as(person).get<T>(`/lakehouse${path}`),
  );
  if (result.status !== 200) {
    throw new Error(`${path} answers ${result.status}: ${result.text}`);
  }
  return { ms, body: result.body };
}

/**
 * The same so many times, after as many that warm up: a portal runs for days,
 * and the first hundred answers of a process are of code not compiled yet.
 */
export async function getTimes(options: {
  api: PortalApi;
  person: Person;
  path: string;
  times: number;
}): Promise<number[]> {
  const { api, person, path, times } = options;
  for (let n = 0; n < times; n++) await get(api, person, path);
  const measured: number[] = [];
  for (let n = 0; n < times; n++) {
    measured.push((await get(api, person, path)).ms);
  }
  return measured;
}
