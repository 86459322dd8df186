import { parse } from 'yaml';

export interface ActionHook {
  id: string;
  type: string;
  properties: Record<string, unknown>;
}

/** A file below `_lakefs_actions/`: what runs at which events on which branches. */
export interface Action {
  name: string;
  /** Event to patterns of branches; none of them means all branches. */
  on: Record<string, { branches?: string[] } | null>;
  hooks: ActionHook[];
}

/** Throws where it is none; lakeFS then refuses what would have run it. */
export function parseAction(text: string): Action {
  const action = parse(text);
  if (typeof action?.name !== 'string' || action.name === '') {
    throw new Error(`'name' is required: invalid action`);
  }
  if (!/^\w[\w\-. ]+$/.test(action.name)) {
    throw new Error(`'name' is invalid: invalid action`);
  }
  if (!isMap(action.on) || Object.keys(action.on).length === 0) {
    throw new Error(`'on' is required: invalid action`);
  }
  const hooks: unknown[] = action.hooks ?? [];
  return {
    name: action.name,
    on: action.on as Action['on'],
    hooks: hooks.map((hook, index) => {
      if (!isMap(hook) || typeof hook.id !== 'string') {
        throw new Error(`hook[${index}] missing ID: invalid action`);
      }
      return {
        id: hook.id,
        type: String(hook.type),
        properties: isMap(hook.properties) ? hook.properties : {},
      };
    }),
  };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
