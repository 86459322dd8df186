import type { ArgoDagTask, ArgoParameter } from './types';

/** What texts of a template may name, as `inputs.parameters.day`. */
export type Scope = Record<string, string>;

/** Parameters as texts name them. */
export function scopeOf(
  owner: 'workflow' | 'inputs',
  parameters: ArgoParameter[] = [],
): Scope {
  return Object.fromEntries(
    parameters.map(({ name, value = '' }) => [
      `${owner}.parameters.${name}`,
      value,
    ]),
  );
}

/** Fills in the `{{…}}` that the scope has; others stay. */
export function substitute(text: string, scope: Scope): string {
  return text.replace(/\{\{([^{}]+)\}\}/g, (whole, key: string) =>
    Object.hasOwn(scope, key) ? scope[key] : whole,
  );
}

/** The parameters with their values filled in. */
export function fillIn(
  parameters: ArgoParameter[] | undefined,
  scope: Scope,
): ArgoParameter[] {
  return (parameters ?? []).map(({ name, value = '' }) => ({
    name,
    value: substitute(value, scope),
  }));
}

/** Whether `a != b` is so, the one form that KFP writes. */
export function holds(when: string): boolean {
  const [left, right] = when.split(' != ');
  return left.trim() !== right.trim();
}

/** The tasks that `a.Succeeded && b.Succeeded` names. */
export function namesIn({ depends }: ArgoDagTask): string[] {
  return depends
    ? depends.split(' && ').map(part => part.replace(/\.Succeeded$/, ''))
    : [];
}
