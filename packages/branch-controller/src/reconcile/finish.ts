import { judgeClaim } from '../claims/judgeClaim';
import { deleteWithObject } from './deleteWithObject';
import { howToRestore } from './deleteBranch';
import { keepBranch } from './keepBranch';
import type { Subject } from './Subject';

/** What becomes of the branch of an object that is being deleted; the object may go then. */
export async function finish(subject: Subject): Promise<void> {
  const { object, branch, kube } = subject;
  if (
    object.spec.deletionPolicy !== 'Delete' ||
    (await kube.isGoing(object.metadata.namespace)) ||
    !(await isMine(subject))
  ) {
    return;
  }
  const deletion = await deleteWithObject(subject);
  if (deletion.kind === 'kept') {
    await keepBranch(subject, deletion);
    return;
  }
  await kube.tell(object, {
    type: 'Normal',
    reason: 'BranchDeleted',
    message: deletion.tag
      ? `Branch ${branch} was deleted${howToRestore(deletion)}.`
      : `Branch ${branch} was gone already.`,
  });
}

/** Read from lakeFS itself: what is deleted by it is not somebody else's. */
async function isMine({
  lake,
  object,
  branch,
  owner,
}: Subject): Promise<boolean> {
  try {
    const snapshot = await lake.view.current(0, lake.signal);
    const verdict = judgeClaim({
      owner,
      entries: snapshot.entries.get(branch),
      exists: snapshot.branches.has(branch),
      established: object.status?.commitId !== undefined,
      adopt: false,
    });
    return verdict.kind === 'mine';
  } catch (error) {
    if (lake.signal.aborted) throw error;
    return false;
  }
}
