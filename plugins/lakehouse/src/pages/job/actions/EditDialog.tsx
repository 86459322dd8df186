import { useState } from 'react';
import {
  Select,
  Skeleton,
  Text,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  type EditableField,
  getPath,
  type GivenParameters,
  type KubernetesObject,
  type Workload,
  type WorkloadAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { lakehouseApiRef } from '../../../api';
import { describeFootprint } from '../../../components/FootprintLine';
import { EmptyState, ErrorState } from '../../../components/States';
import { ChangeDialog } from './ChangeDialog';
import {
  changedValues,
  type FieldTexts,
  isMasked,
  toTexts,
} from './editValues';
import { inputOf } from './inputOf';
import { type GitForm, OpenInTemplate } from './OpenInTemplate';
import { ParameterFields } from './ParameterFields';
import { useParameters } from './useParameters';
import styles from './actions.module.css';

/** A choice has to be something. */
const NOTHING = '-';

interface EditProps {
  workload: WorkloadAddress &
    Pick<Workload, 'domain'> &
    Partial<Pick<Workload, 'footprint'>>;
  fields: EditableField[];
  /** The verb that these values are said with, e.g. resize; otherwise it is an edit. */
  verb?: { id: string; title: string };
  onClose(): void;
}

/** A form made from what a kind lets one edit, filled from what is in Git now. */
export function EditDialog(props: EditProps) {
  const { workload, fields, verb, onClose } = props;
  const api = useApi(lakehouseApiRef);
  const { kubernetesCluster, namespace, kind, name } = workload;
  const manifest = useAsyncRetry(
    () => api.getWorkloadManifest({ kubernetesCluster, namespace, kind, name }),
    [api, kubernetesCluster, namespace, kind, name],
  );
  const inGit = manifest.value?.git?.object;
  if (inGit) {
    const shown = fields.filter(
      ({ onlyWith }) => !onlyWith || getPath(inGit, onlyWith),
    );
    return (
      <EditForm
        {...props}
        fields={shown}
        inGit={inGit}
        form={manifest.value?.git?.form}
        given={manifest.value?.git?.parameters}
      />
    );
  }
  return (
    <ChangeDialog
      title={`${verb?.title ?? 'Edit'} ${name}`}
      action="Open a pull request"
      input={undefined}
      onClose={onClose}
    >
      {manifest.loading && <Skeleton width="100%" height={120} />}
      {manifest.error && (
        <ErrorState
          error={manifest.error}
          what="what is in Git"
          retry={manifest.retry}
        />
      )}
      {manifest.value && (
        <EmptyState title="Nothing to edit">
          {manifest.value.git?.problem ??
            `${name} is not in Git, and what is not in Git is not edited here.`}
        </EmptyState>
      )}
    </ChangeDialog>
  );
}

function EditForm(
  props: EditProps & {
    inGit: KubernetesObject;
    form?: GitForm;
    given?: GivenParameters;
  },
) {
  const { workload, verb, inGit, form, onClose } = props;
  const fields = props.fields.filter(({ type }) => type !== 'parameters');
  const handed = props.fields.find(({ type }) => type === 'parameters');
  const parameters = useParameters(workload, props.given, handed !== undefined);
  const { kind, name } = workload;
  // What was read first is what the form compares with, whatever comes later.
  const [before] = useState(() => toTexts(fields, inGit));
  const [texts, setTexts] = useState<FieldTexts>(before);
  const values = [
    ...changedValues(fields, before, texts),
    ...(handed && parameters.isChanged
      ? [{ path: handed.path, value: parameters.values }]
      : []),
  ];
  return (
    <ChangeDialog
      title={`${verb?.title ?? 'Edit'} ${name}`}
      action={`Open a pull request to ${
        verb?.title.toLocaleLowerCase('en-US') ?? 'change'
      } ${name}`}
      input={
        values.length > 0
          ? inputOf(workload, {
              kind,
              name,
              values,
              ...(verb
                ? { action: 'verb', verb: verb.id }
                : { action: 'edit' }),
            })
          : undefined
      }
      isHeld={parameters.problems.length > 0}
      onClose={onClose}
    >
      {verb && workload.footprint && workload.footprint.pods > 0 && (
        <Text>Asks for {describeFootprint(workload.footprint)} now.</Text>
      )}
      {!verb && form && <OpenInTemplate workload={workload} form={form} />}
      <div className={styles.fields}>
        {fields.map(field => (
          <Field
            key={field.path}
            field={field}
            text={texts[field.path]}
            locked={isMasked(before[field.path])}
            onChange={text => setTexts(all => ({ ...all, [field.path]: text }))}
          />
        ))}
      </div>
      {handed && <ParameterFields label={handed.label} of={parameters} />}
      {values.length === 0 && <Text>Nothing is changed yet.</Text>}
    </ChangeDialog>
  );
}

function Field(props: {
  field: EditableField;
  text: string;
  locked: boolean;
  onChange(text: string): void;
}) {
  const { field, text, locked, onChange } = props;
  const common = {
    label: field.label,
    value: text,
    onChange,
    isDisabled: locked,
    description: locked
      ? 'It holds what looks like a credential: change it in Git.'
      : field.hint,
  };
  if (field.options || field.type === 'boolean') {
    const options = field.options ?? ['true', 'false'];
    return (
      <Select
        label={field.label}
        description={common.description}
        isDisabled={locked}
        options={[
          { id: NOTHING, label: 'Nothing said' },
          ...options.map(id => ({ id, label: id })),
        ]}
        value={text === '' ? NOTHING : text}
        onChange={value =>
          onChange(value === NOTHING ? '' : String(value ?? ''))
        }
      />
    );
  }
  return field.type === 'string[]' ? (
    <div className={styles.wide}>
      <TextAreaField
        {...common}
        description={common.description ?? 'One a line.'}
      />
    </div>
  ) : (
    <TextField
      {...common}
      inputMode={field.type === 'integer' ? 'numeric' : undefined}
    />
  );
}
