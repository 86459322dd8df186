import { useState } from 'react';
import { Button } from '@backstage/ui';
import type {
  ChangeRequestDetail,
  ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { ChangeDialog } from '../job/actions/ChangeDialog';
import { whyNot } from '../job/actions/whyNot';
import actions from '../job/actions/actions.module.css';

/** Asks for the reverse of a merged request, and says first what that will do. */
export function UndoButton(props: { change: ChangeRequestDetail }) {
  const { change } = props;
  const [open, setOpen] = useState(false);
  if (!isMerged(change)) {
    return null;
  }
  const why = whyNot(change);
  return (
    <div className={actions.actions}>
      <Button
        size="small"
        variant="secondary"
        isDisabled={why !== undefined}
        onPress={() => setOpen(true)}
      >
        Undo
      </Button>
      {why && <span className={actions.why}>{why}</span>}
      {open && (
        <ChangeDialog
          title={`Undo: ${change.title}`}
          action="Open a pull request to undo this"
          input={inputOf(change)}
          isDestructive={change.operations.some(
            ({ action }) => action === 'create',
          )}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

/** Also one that ended after its merge, because a later change came first. */
function isMerged({ steps }: ChangeRequestDetail): boolean {
  return steps.some(({ id, state }) => id === 'merged' && state === 'done');
}

function inputOf({
  id,
  domain,
  kubernetesCluster,
  operations,
}: ChangeRequestDetail): ProposeInput {
  return {
    domain,
    kubernetesCluster,
    objects: operations.map(({ kind, name }) => ({
      kind,
      name,
      action: 'undo',
      change: id,
    })),
  };
}
