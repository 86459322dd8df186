import { useState } from 'react';
import { Text, TextField } from '@backstage/ui';
import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { standingWords } from '../../lakefs/standing';
import { ChangeDialog } from './ChangeDialog';
import { inputOf } from './inputOf';

/** Removing something is asked for by typing its name. */
export function DeleteDialog(props: {
  workload: Workload;
  /** What goes with it. */
  note?: string;
  /** What of its domain is removed by the same change. */
  goesToo?: Array<{ kind: string; name: string }>;
  onClose(): void;
}) {
  const { workload, note, goesToo = [], onClose } = props;
  const { name, kind, standing } = workload;
  const [typed, setTyped] = useState('');
  return (
    <ChangeDialog
      title={`Delete ${name}`}
      action={`Open a pull request to delete ${name}`}
      input={inputOf(
        workload,
        ...[{ kind, name }, ...goesToo].map(({ kind: of, name: called }) => ({
          ...{ kind: of, name: called, action: 'delete' as const },
        })),
      )}
      isHeld={typed !== name}
      isDestructive
      onClose={onClose}
    >
      {standing && (
        <Text>
          Its branch {standing.branch} of {standing.repository}:{' '}
          {standingWords(standing)}.
        </Text>
      )}
      {note && <Text>{note}</Text>}
      <TextField
        label={`Type ${name} to go on`}
        value={typed}
        onChange={setTyped}
      />
    </ChangeDialog>
  );
}
