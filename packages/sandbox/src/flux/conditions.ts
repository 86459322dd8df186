export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  observedGeneration?: number;
  lastTransitionTime: string;
}

/** Conditions with one set; its transition time moves only when its status does. */
export function setCondition(
  conditions: Condition[],
  condition: Condition,
): Condition[] {
  const before = conditions.find(({ type }) => type === condition.type);
  const lastTransitionTime =
    before?.status === condition.status
      ? before.lastTransitionTime
      : condition.lastTransitionTime;
  return [
    { ...condition, lastTransitionTime },
    ...conditions.filter(({ type }) => type !== condition.type),
  ];
}

export function removeCondition(
  conditions: Condition[],
  type: string,
): Condition[] {
  return conditions.filter(condition => condition.type !== type);
}
