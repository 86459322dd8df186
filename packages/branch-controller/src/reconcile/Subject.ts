import type { Lake } from '../lake/Lake';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import type { ReconcilerOptions } from './ReconcilerOptions';

/** One object that is worked on, and what it is worked on with. */
export interface Subject
  extends Pick<ReconcilerOptions, 'kube' | 'clock' | 'random'> {
  object: LakeFSBranch;
  branch: string;
  /** `<cluster name>/<namespace>/<name>`. */
  owner: string;
  lake: Lake;
}
