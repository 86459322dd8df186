import { useState } from 'react';
import { Button } from '@backstage/ui';
import type { WorkloadDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { useKinds } from '../../../api/useKinds';
import { AdoptAction } from './AdoptAction';
import { DeleteDialog } from './DeleteDialog';
import { EditDialog } from './EditDialog';
import { PromoteDialog } from './PromoteDialog';
import { VerbDialog } from './VerbDialog';
import { whyNot } from './whyNot';
import styles from './actions.module.css';

/** What can be asked for: each opens a pull request, and says first what it will do. */
export function JobActions(props: {
  detail: WorkloadDetail;
  /** What goes with it, said before its removal is asked for. */
  deleteNote?: string;
  /** What of its domain is removed by the same change. */
  goesToo?: Array<{ kind: string; name: string }>;
}) {
  const { workload } = props.detail;
  const { standing } = workload;
  const kind = useKinds()(workload.kind);
  const [open, setOpen] = useState<string>();
  // A system makes those and takes them away.
  if (!kind || kind.readOnly) {
    return null;
  }
  const verbs = kind.verbs.filter(({ states }) =>
    states.includes(workload.state),
  );
  if (workload.notInGit) {
    return <AdoptAction detail={props.detail} />;
  }
  const verb = verbs.find(({ id }) => id === open);
  const close = () => setOpen(undefined);
  const why = whyNot(props.detail);
  const button = (id: string, title: string) => (
    <Button
      key={id}
      size="small"
      variant="secondary"
      isDisabled={why !== undefined}
      onPress={() => setOpen(id)}
    >
      {title}
    </Button>
  );
  return (
    <div className={styles.actions} role="group" aria-label="Actions">
      {verbs.map(({ id, title }) => button(id, title))}
      {kind.editable.length > 0 && button('edit', 'Edit')}
      {button('delete', 'Delete')}
      {why && <span className={styles.why}>{why}</span>}
      {verb && !verb.fields && (
        <VerbDialog workload={workload} verb={verb} onClose={close} />
      )}
      {verb && standing && verb.id === 'promote' && (
        <PromoteDialog
          workload={workload}
          standing={standing}
          verb={verb}
          onClose={close}
        />
      )}
      {verb?.fields && !(standing && verb.id === 'promote') && (
        <EditDialog
          workload={workload}
          verb={verb}
          fields={kind.editable.filter(({ path }) =>
            verb.fields?.includes(path),
          )}
          onClose={close}
        />
      )}
      {open === 'edit' && (
        <EditDialog
          workload={workload}
          fields={kind.editable.filter(({ verbOnly }) => !verbOnly)}
          onClose={close}
        />
      )}
      {open === 'delete' && (
        <DeleteDialog
          workload={workload}
          note={props.deleteNote}
          goesToo={props.goesToo}
          onClose={close}
        />
      )}
    </div>
  );
}
