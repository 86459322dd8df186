import { useState } from 'react';
import { Button } from '@backstage/ui';
import type { WorkloadDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { ChangeDialog } from './ChangeDialog';
import { inputOf } from './inputOf';
import { whyNot } from './whyNot';
import styles from './actions.module.css';

/** All that can be asked for on what is not in Git: that it comes to be. */
export function AdoptAction(props: { detail: WorkloadDetail }) {
  const { workload } = props.detail;
  const { kind, name } = workload;
  const [open, setOpen] = useState(false);
  const why = whyNot(props.detail);
  return (
    <div className={styles.actions} role="group" aria-label="Actions">
      <Button
        size="small"
        variant="secondary"
        isDisabled={why !== undefined}
        onPress={() => setOpen(true)}
      >
        Adopt
      </Button>
      <span className={styles.why}>
        {why ??
          'Not in Git: somebody applied it by hand. Adopt it to change it here.'}
      </span>
      {open && (
        <ChangeDialog
          title={`Adopt ${name}`}
          action={`Open a pull request to adopt ${name}`}
          input={inputOf(workload, { kind, name, action: 'adopt' })}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
