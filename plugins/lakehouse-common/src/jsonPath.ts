/** One step into a JSON value. @public */
export type PathPart = string | number;

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;

/** `['spec', 'env', 0, 'a.b']` as `spec.env[0]["a.b"]`. @public */
export function formatPath(parts: PathPart[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') {
      return `${path}[${part}]`;
    }
    if (!PLAIN_KEY.test(part)) {
      return `${path}["${part}"]`;
    }
    return path === '' ? part : `${path}.${part}`;
  }, '');
}

/**
 * The values at a dotted path, with where they are. `[*]` stands for each
 * item of a list: `spec.volumes[*].hostPath`; `*` for that, or for each value
 * of a map: `spec.executors.*.image`.
 * @public
 */
export function selectPath(
  value: unknown,
  path: string,
): Array<{ parts: PathPart[]; value: unknown }> {
  const steps = path.split('.').flatMap(step => {
    const list = /^(.*)\[\*\]$/.exec(step);
    return list ? [list[1], '*'] : [step];
  });
  return steps.reduce<Array<{ parts: PathPart[]; value: unknown }>>(
    (found, step) =>
      found.flatMap(({ parts, value: at }) => {
        if (step === '*' && Array.isArray(at)) {
          return at.map((item, index) => ({
            parts: [...parts, index],
            value: item,
          }));
        }
        if (step === '*') {
          return Object.entries(isRecord(at) ? at : {}).map(([key, item]) => ({
            parts: [...parts, key],
            value: item,
          }));
        }
        return isRecord(at) && Object.hasOwn(at, step)
          ? [{ parts: [...parts, step], value: at[step] }]
          : [];
      }),
    [{ parts: [], value }],
  );
}

/** The value at a dotted path without lists, or undefined. @public */
export function getPath(value: unknown, path: string): unknown {
  return selectPath(value, path)[0]?.value;
}

/**
 * A copy with another value at a dotted path without lists; undefined takes it
 * out. Maps on the way that are not there are made.
 * @public
 */
export function setPath<T>(value: T, path: string, next: unknown): T {
  const [step, ...rest] = path.split('.');
  const map: Record<string, unknown> = isRecord(value) ? value : {};
  const after =
    rest.length > 0 ? setPath(map[step], rest.join('.'), next) : next;
  const { [step]: _before, ...others } = map;
  // A key that is there keeps its place among the others.
  return (after === undefined ? others : { ...map, [step]: after }) as T;
}

/** Whether a value is a JSON object. @public */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
