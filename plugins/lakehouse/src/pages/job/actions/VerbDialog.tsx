import type {
  KindInfo,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { ChangeDialog } from './ChangeDialog';
import { inputOf } from './inputOf';

/** Suspend, resume, run again: what it does is said, then asked for. */
export function VerbDialog(props: {
  workload: Pick<Workload, 'domain' | 'kubernetesCluster' | 'kind' | 'name'>;
  verb: KindInfo['verbs'][number];
  onClose(): void;
}) {
  const { workload, verb, onClose } = props;
  const { name, kind } = workload;
  return (
    <ChangeDialog
      title={`${verb.title}: ${name}`}
      action={`Open a pull request: ${verb.title.toLocaleLowerCase(
        'en-US',
      )} ${name}`}
      input={inputOf(workload, { kind, name, action: 'verb', verb: verb.id })}
      onClose={onClose}
    />
  );
}
