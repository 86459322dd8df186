import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { PipelineRunRow } from '@lakefront/backstage-plugin-lakehouse-common';
import useAsync from 'react-use/esm/useAsync';
import { lakehouseApiRef } from '../../api';
import { readError } from '../../components/readError';
import { formatDayAndTime } from '../../format/formatTime';
import { useLakehousePaths } from '../../useLakehousePaths';

/** Pause after the last key before the backend is asked. */
const TYPING_MS = 250;
const OFFERED = 20;

/** Another run of the same pipeline, to look at both side by side. */
export function CompareWith(props: { run: PipelineRunRow }) {
  const { run } = props;
  const { domain, kubernetesCluster, pipeline, runId } = run;
  const api = useApi(lakehouseApiRef);
  const paths = useLakehousePaths();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useAsync(
    () =>
      api.listPipelineRuns({
        domain: [domain],
        kubernetesCluster: [kubernetesCluster],
        pipeline,
        q: asked || undefined,
        limit: OFFERED,
      }),
    [api, domain, kubernetesCluster, pipeline, asked],
  );
  const others = (found.value?.items ?? []).filter(
    other => other.runId !== runId,
  );
  return (
    <Select
      size="small"
      aria-label="Compare with another run"
      placeholder="Compare with …"
      description={found.error && readError(found.error).message}
      options={others.map(other => ({
        id: other.runId,
        label: other.name,
        description: `${other.state}, ${formatDayAndTime(
          other.startedAt ?? other.createdAt,
        )}`,
      }))}
      search={{
        mode: 'server',
        inputValue: text,
        onInputChange: setText,
        placeholder: 'Part of a name',
      }}
      loading={{ state: found.loading ? 'filtering' : 'idle' }}
      value={null}
      onChange={key => {
        const other = others.find(one => one.runId === key);
        if (other) {
          navigate(
            paths.pipelineRuns(
              { ...other, name: other.runId },
              { ...run, name: runId },
            ),
          );
        }
      }}
    />
  );
}
