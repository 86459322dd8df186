import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { PipelineDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { type KubeflowAddress, lakehouseApiRef } from '../api';
import { FreshnessMark } from '../components/FreshnessMark';
import { PipelinesBanner } from '../components/KubeflowFreshness';
import { LiveValue } from '../components/Region';
import { RelativeTime } from '../components/RelativeTime';
import { Row, RowList } from '../components/RowList';
import { ScheduleChip } from '../components/ScheduleChip';
import { StateChip } from '../components/StateChip';
import { useLive, useTicking } from '../live';
import { RunLink } from '../pages/pipelines/PipelineLinks';
import { pipelineSentence } from '../pages/pipelines/pipelineSentence';
import { kubeflowKey } from '../paths';
import { useLakehousePaths } from '../useLakehousePaths';
import { CardFrame, CardPart } from './CardFrame';
import { FEW } from './few';
import { NoPipelineNamed, useNamedPipeline } from './namedPipeline';
import styles from './EntityCard.module.css';

/** How the pipeline goes that the entity names: its last runs, and when it runs next. */
export function KubeflowPipelineCard() {
  const { value, address } = useNamedPipeline();
  return address ? (
    <NamedPipeline address={address} />
  ) : (
    <CardFrame title="Kubeflow pipeline">
      <NoPipelineNamed value={value} />
    </CardFrame>
  );
}

function NamedPipeline({ address }: { address: KubeflowAddress }) {
  const api = useApi(lakehouseApiRef);
  const paths = useLakehousePaths();
  const live = useLive(`pipeline ${kubeflowKey(address)}`, signal =>
    api.getPipeline(address, { signal }),
  );
  const { value } = live;
  return (
    <CardFrame
      title={`Kubeflow pipeline ${value?.pipeline.title ?? address.name}`}
      actions={value && <FreshnessMark freshness={value.freshness} />}
      footer={
        value && (
          <Link href={paths.pipeline(address)}>
            Its versions, graph, schedules and runs
          </Link>
        )
      }
    >
      <LiveValue live={live} what={`the pipeline ${kubeflowKey(address)}`}>
        {detail => <Pipeline detail={detail} />}
      </LiveValue>
    </CardFrame>
  );
}

function Pipeline({ detail }: { detail: PipelineDetail }) {
  const { pipeline, schedules } = detail;
  const paths = useLakehousePaths();
  const sentence = useTicking(now => pipelineSentence(detail, now));
  return (
    <>
      <div className={styles.sentence} role="status">
        {sentence}
      </div>
      <PipelinesBanner
        freshness={detail.freshness}
        kubeflow={detail.kubeflow}
      />
      <div className={styles.parts}>
        <CardPart title="Last runs">
          {pipeline.lastRuns.length === 0 ? (
            <div className={styles.none}>It has not run yet.</div>
          ) : (
            <RowList>
              {pipeline.lastRuns.slice(0, FEW).map(run => (
                <Row
                  key={run.runId}
                  state={
                    <StateChip state={run.state} detail={run.stateDetail} />
                  }
                  what={<RunLink run={{ ...pipeline, ...run }} />}
                  when={<RelativeTime time={run.startedAt} />}
                />
              ))}
            </RowList>
          )}
        </CardPart>
        <CardPart title="Schedules">
          {schedules.length === 0 ? (
            <div className={styles.none}>
              It runs only when somebody starts it.
            </div>
          ) : (
            <RowList>
              {schedules.slice(0, FEW).map(row => (
                <Row
                  key={`${row.kind}/${row.name}`}
                  state={
                    <ScheduleChip
                      state={row.suspended ? 'suspended' : row.state}
                      detail={row.reason?.message}
                    />
                  }
                  what={
                    <Link href={paths.workload(row)} weight="bold" standalone>
                      {row.name}
                    </Link>
                  }
                  why={row.when}
                  when={!row.suspended && <RelativeTime time={row.nextAt} />}
                />
              ))}
            </RowList>
          )}
        </CardPart>
      </div>
    </>
  );
}
