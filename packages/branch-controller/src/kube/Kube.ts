import type { LakeFSBranch, LakeFSBranchStatus } from '../object/LakeFSBranch';

/** What the controller does on the API server beside watching. */
export interface Kube {
  /** From the API server itself; undefined where it is not there. */
  read(namespace: string, name: string): Promise<LakeFSBranch | undefined>;
  /**
   * Replaces the status, if the object is still of this version. Undefined
   * where it changed meanwhile, or went: its next version is looked at anyway.
   */
  writeStatus(
    object: LakeFSBranch,
    status: LakeFSBranchStatus,
  ): Promise<LakeFSBranch | undefined>;
  /** Has our finalizer on it or not; as `writeStatus`. */
  setFinalizer(
    object: LakeFSBranch,
    wanted: boolean,
  ): Promise<LakeFSBranch | undefined>;
  /** Whether the namespace, or the definition of the objects, is being deleted or gone. */
  isGoing(namespace: string): Promise<boolean>;
  /** Must not throw: an event that is lost is no reason to do anything twice. */
  tell(
    object: LakeFSBranch,
    event: { type: 'Normal' | 'Warning'; reason: string; message: string },
  ): Promise<void>;
}
