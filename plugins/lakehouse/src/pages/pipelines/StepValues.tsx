import type { ReactNode } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  PipelineArtifact,
  PipelineStepValues,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { type KubeflowAddress, lakehouseApiRef } from '../../api';
import { CopyText } from '../../components/CopyText';
import { ObjectTree } from '../../components/ObjectTree';
import { LiveValue } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { useLive } from '../../live';
import { kubeflowKey } from '../../paths';
import { stepKey, type StepRow } from './stepRows';
import { ValueList } from './ValueList';
import styles from './StepPanel.module.css';

/** What went into a step and what came out of it. */
export function StepValues(props: { address: KubeflowAddress; row: StepRow }) {
  const { address, row } = props;
  const api = useApi(lakehouseApiRef);
  const { id: step, iteration } = row;
  const live = useLive(
    // What comes out is there once it has ended.
    `values ${kubeflowKey(address)} ${stepKey(row)} ${row.state}`,
    signal =>
      api.getPipelineStepValues(address, { step, iteration }, { signal }),
  );
  return (
    <LiveValue live={live} what="the values of the step">
      {values => <Values values={values} />}
    </LiveValue>
  );
}

function Values({ values }: { values: PipelineStepValues }) {
  const { problem, metrics, inputs, outputs } = values;
  const { inputArtifacts, outputArtifacts } = values;
  if (problem) {
    return <EmptyState title="Not told">{problem}</EmptyState>;
  }
  const numbers = metrics.map(({ name, value }) => ({ name, value }));
  const parts: Array<[string, ReactNode, number]> = [
    [
      'Metrics',
      <ValueList key="l" label="Metrics" values={numbers} />,
      metrics.length,
    ],
    [
      'Outputs',
      <ValueList key="l" label="Outputs" values={outputs} />,
      outputs.length,
    ],
    [
      'Artifacts it made',
      <Artifacts key="l" artifacts={outputArtifacts} />,
      outputArtifacts.length,
    ],
    [
      'Inputs',
      <ValueList key="l" label="Inputs" values={inputs} />,
      inputs.length,
    ],
    [
      'Artifacts it read',
      <Artifacts key="l" artifacts={inputArtifacts} />,
      inputArtifacts.length,
    ],
  ];
  const shown = parts.filter(([, , count]) => count > 0);
  return shown.length === 0 ? (
    <EmptyState title="No values">
      It takes nothing in and gives nothing, or has not done so yet.
    </EmptyState>
  ) : (
    <>
      {shown.map(([title, content]) => (
        <section key={title} aria-label={title}>
          <h5 className={styles.part}>{title}</h5>
          {content}
        </section>
      ))}
    </>
  );
}

function Artifacts({ artifacts }: { artifacts: PipelineArtifact[] }) {
  return (
    <ul className={styles.artifacts}>
      {artifacts.map(({ name, type, uri, metadata }, index) => (
        <li key={`${name} ${index}`}>
          {name} <span className={styles.quiet}>{type}</span>
          {uri && (
            <div>
              <CopyText text={uri} what={`the address of ${name}`} />
            </div>
          )}
          {Object.keys(metadata).length > 0 && (
            <ObjectTree value={metadata} openLevels={1} />
          )}
        </li>
      ))}
    </ul>
  );
}
