import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';

export type HostCall = Exclude<keyof GitHost, 'title' | 'fileUrl'>;

/** All methods of a host, bound, each through `around`. */
export function bound(
  host: GitHost,
  around: (name: HostCall, call: () => Promise<unknown>) => Promise<unknown> = (
    _name,
    call,
  ) => call(),
): GitHost {
  return new Proxy(host, {
    ownKeys: () => namesOf(host),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get(target, property) {
      const value = Reflect.get(target, property, target);
      return typeof value === 'function' && property !== 'fileUrl'
        ? (...args: unknown[]) =>
            around(property as HostCall, () => value.apply(target, args))
        : value;
    },
  });
}

/** All that a host can do, also what its class has from another. */
function namesOf(host: GitHost): string[] {
  const names = new Set<string>();
  for (
    let at = Object.getPrototypeOf(host);
    at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Object.getOwnPropertyNames(at)) {
      names.add(name);
    }
  }
  return [...names];
}

export function counting(
  host: GitHost,
  count: (name: HostCall) => void,
): GitHost {
  return bound(host, (name, call) => {
    count(name);
    return call();
  });
}

/** The n-th call is the last: the process is gone before it, or once it is done. */
export function dying(
  host: GitHost,
  n: number,
  when: 'before' | 'after',
  onDeath: () => void,
): GitHost {
  let calls = 0;
  const never = new Promise<never>(() => {});
  return bound(host, async (_name, call) => {
    calls += 1;
    if (calls < n) {
      return call();
    }
    if (calls === n) {
      if (when === 'after') {
        await call();
      }
      onDeath();
    }
    return never;
  });
}
