import type { ChangeProblem } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ProposedFile } from '../ChangeRow';
import type { KindById } from '../KindById';
import {
  hasCredentialBeside,
  layoutProblem,
  writeObject,
  type ObjectPlace,
  type WorkingFiles,
} from '../layout';
import { nameError } from '../nameError';

/**
 * Puts what becomes of an object into the working files; answers why it can't
 * be, where files are laid out so that nobody would apply it or the portal
 * would come to keep a credential.
 */
export function writeProposed(
  file: ProposedFile,
  options: { held: ObjectPlace; working: WorkingFiles; kinds: KindById },
): ChangeProblem[] {
  const { held, working, kinds } = options;
  const { kustomization, found, path } = held;
  if (found && kustomization && !kustomization.isListed) {
    const message = `${path} is not in the resources of ${kustomization.path}, so nothing applies it; add it there in Git first`;
    return [nameError(message, 'layout')];
  }
  if (found && hasCredentialBeside(found, kinds.byId(file.kind))) {
    // A change keeps the files that it writes, and the portal keeps no credentials.
    const message = `Another document of ${path} holds what looks like a credential; keep that in a Secret and refer to it first`;
    return [nameError(message, 'layout')];
  }
  if (found && file.action === 'create') {
    // Told already: what is there is not written over.
    return [];
  }
  try {
    writeObject(working, held, file);
    return [];
  } catch (failure) {
    return [nameError(layoutProblem(failure), 'layout')];
  }
}
