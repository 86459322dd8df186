import { ANNOTATION_OWNER, ANNOTATION_PURPOSE } from '../../annotations';
import { toLakeFSBranch } from '../../kinds/lakefs/LakeFSBranch';
import type { KubernetesObject } from '../../types';
import type { KindForm } from '../KindForm';
import { buildLakeFSBranch } from './buildLakeFSBranch';
import type { LakeFSBranchInput } from './LakeFSBranchInput';

/** The form of `templates/lakefs-branch`. */
export const lakefsBranchForm: KindForm = {
  build: (answers, context) =>
    buildLakeFSBranch(answers as unknown as LakeFSBranchInput, context),
  guess: guessLakeFSBranch,
};

function guessLakeFSBranch(manifest: KubernetesObject) {
  const { metadata, spec } = toLakeFSBranch(manifest);
  return {
    name: metadata.name,
    owner: metadata.annotations?.[ANNOTATION_OWNER],
    purpose: metadata.annotations?.[ANNOTATION_PURPOSE],
    repository: { server: spec.server, repository: spec.repository },
    source: spec.source,
    // A day stays the day that was reviewed, whenever the form is sent.
    expires: spec.expiresAt ?? 'never',
    deletionPolicy: spec.deletionPolicy,
  };
}
