import type {
  ChangeProblem,
  Footprint,
  ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** A problem of one object, at its place in the proposal: `object.spec.x`, `objects[1].object.spec.x`. */
export function problemAt(
  problem: ChangeProblem,
  index: number,
  input: ProposeInput,
): ChangeProblem {
  const prefix = prefixOf(index, input);
  const whole = problem.path === undefined || problem.path === '';
  return { ...problem, path: whole ? prefix : `${prefix}.${problem.path}` };
}

/** The same footprint, its parts named by where they are in the proposal. */
export function partAt(
  footprint: Footprint,
  index: number,
  input: ProposeInput,
): Footprint {
  const prefix = prefixOf(index, input);
  return {
    ...footprint,
    parts: footprint.parts.map(part =>
      part.path ? { ...part, path: `${prefix}.${part.path}` } : part,
    ),
  };
}

/** By number only where there are several. */
function prefixOf(index: number, { objects }: ProposeInput): string {
  return objects.length > 1 ? `objects[${index}].object` : 'object';
}
