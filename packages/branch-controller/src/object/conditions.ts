import type { Condition, ConditionType } from './LakeFSBranch';

export interface Said {
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

const LONGEST_MESSAGE = 8_000;

/** The conditions with one of them said anew; its time moves only when its status does. */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  type: ConditionType,
  said: Said | undefined,
  context: { now: number; generation: number },
): Condition[] {
  const before = conditions?.find(condition => condition.type === type);
  const others = (conditions ?? []).filter(
    condition => condition.type !== type,
  );
  if (!said) return others;
  const message =
    said.message.length > LONGEST_MESSAGE
      ? `${said.message.slice(0, LONGEST_MESSAGE)}…`
      : said.message;
  const condition: Condition = {
    type,
    ...said,
    message,
    lastTransitionTime:
      before?.status === said.status
        ? before.lastTransitionTime
        : new Date(context.now).toISOString().replace(/\.\d+Z$/, 'Z'),
    observedGeneration: context.generation,
  };
  return [...others, condition].sort((a, b) => (a.type < b.type ? -1 : 1));
}

export function conditionOf(
  conditions: readonly Condition[] | undefined,
  type: ConditionType,
): Condition | undefined {
  return conditions?.find(condition => condition.type === type);
}
