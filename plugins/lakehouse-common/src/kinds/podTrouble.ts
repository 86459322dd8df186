import { maskText } from '../credentialText';
import type { PodSummary, Reason } from '../types';

/** Whose pod it is, for people, and where the manifest says what it is like. */
export interface LeadPart {
  /** `driver`, `server`. */
  who: string;
  path: string;
  memoryPath?: string;
}

/** What keeps the leading pod of a workload from its work, where the pod says so. */
export function podTrouble(
  pod: PodSummary,
  { who, path, memoryPath }: LeadPart,
): Reason | undefined {
  const why = pod.reason ?? '';
  const detail = pod.message ? { detail: maskText(pod.message) } : undefined;
  if (/ImagePull|ErrImage|InvalidImageName/.test(why)) {
    return {
      code: 'image-pull',
      message: `The image of its ${who} cannot be pulled.`,
      editPath: 'spec.image',
      ...detail,
    };
  }
  if (why === 'Unschedulable') {
    return {
      code: 'unschedulable',
      message: `No node has room for its ${who}.`,
      editPath: path,
      ...detail,
    };
  }
  if (/^CreateContainer/.test(why)) {
    return {
      code: 'container-config',
      message: `The container of its ${who} cannot be made; the detail says what is missing.`,
      editPath: path,
      ...detail,
    };
  }
  if (why === 'OOMKilled' || pod.exitCode === 137) {
    return {
      code: 'out-of-memory',
      message: `Its ${who} ran out of memory (exit 137).`,
      ...(memoryPath && { editPath: memoryPath }),
      ...detail,
    };
  }
  return undefined;
}
