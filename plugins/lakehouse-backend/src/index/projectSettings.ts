import {
  EMPTY_SETTINGS,
  parseSettings,
  SETTINGS_KEY,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Projection, WireObject } from '@lakefront/kube-index';
import { parse } from 'yaml';
import type { SettingsRow } from './rows';

/** A domain's settings; broken ones allow nothing and say why. */
export function projectSettings(
  object: WireObject,
): Projection<SettingsRow> | undefined {
  const { data } = object as { data?: Record<string, string> };
  const text = data?.[SETTINGS_KEY];
  if (text === undefined) {
    return undefined;
  }
  return { row: readSettings(text), keys: {} };
}

function readSettings(text: string): SettingsRow {
  try {
    return { settings: parseSettings(parse(text)), problems: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      settings: EMPTY_SETTINGS,
      problems: [`The domain's settings cannot be read: ${why}`],
    };
  }
}
