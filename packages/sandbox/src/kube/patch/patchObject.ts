import { KubeObject } from '../../types';
import { isObject, JsonObject } from '../json';
import { badRequest } from '../KubeStatusError';
import { applyJsonPatch } from './jsonPatch';
import { applyMergePatch } from './mergePatch';
import { ApplyOptions, serverSideApply } from './serverSideApply';
import { applyStrategicMergePatch } from './strategicMergePatch';

export interface Patch {
  type: 'json' | 'merge' | 'strategic' | 'apply';
  body: unknown;
}

/** The object as the patch wants it; only `apply` makes one out of nothing. */
export function patchObject(
  existing: KubeObject | undefined,
  { type, body }: Patch,
  options: ApplyOptions,
): unknown {
  if (type === 'json') {
    return applyJsonPatch(existing, body);
  }
  if (!isObject(body)) {
    throw badRequest('the patch must be an object');
  }
  switch (type) {
    case 'merge':
      return applyMergePatch(existing, body);
    case 'strategic':
      return applyStrategicMergePatch(existing, body, options.resource);
    default:
      return serverSideApply(existing as JsonObject | undefined, body, options);
  }
}
