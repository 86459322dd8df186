import { useEffect, useState } from 'react';
import { Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import { lakehouseApiRef } from '../../api';
import { StateChip } from '../../components/StateChip';
import type { QueryState } from '../../live';
import facets from '../workloads/FacetColumn.module.css';
import { runStates, times } from './runsQuery';

/** Pause after the last key before the backend is asked. */
const TYPING_MS = 250;
const OFFERED = 20;

/** What of the runs is shown; each choice stands in the address. */
export function RunFilters(props: { state: QueryState }) {
  const { state } = props;
  const archived = state.get('archived') === 'true';
  return (
    <>
      <StateFilter state={state} />
      <TimeFilter state={state} />
      <PipelineFilter state={state} />
      <PlaceFilters state={state} />
      <label className={facets.option}>
        <input
          type="checkbox"
          checked={archived}
          onChange={() =>
            state.set({ archived: archived ? undefined : 'true' })
          }
        />
        <span className={facets.name}>Archived ones, too</span>
      </label>
    </>
  );
}

function StateFilter({ state }: { state: QueryState }) {
  const chosen = state.all('state');
  return (
    <fieldset className={facets.facet}>
      <legend>State</legend>
      {runStates.map(one => (
        <label key={one} className={facets.option}>
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={() =>
              state.set({
                state: chosen.includes(one)
                  ? chosen.filter(other => other !== one)
                  : [...chosen, one],
              })
            }
          />
          <span className={facets.name}>
            <StateChip state={one} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function TimeFilter({ state }: { state: QueryState }) {
  const [from, to] = [state.get('from'), state.get('to')];
  const isOwn = from !== undefined || to !== undefined;
  const time = state.get('time') ?? '';
  const value = time in times ? time : (isOwn && 'own') || '';
  return (
    <Select
      size="small"
      label="Started"
      options={[
        { id: '', label: 'At any time' },
        ...Object.entries(times).map(([id, { title }]) => ({
          id,
          label: title,
        })),
        ...(isOwn ? [{ id: 'own', label: 'As the address says' }] : []),
      ]}
      value={value}
      onChange={key =>
        key !== 'own' &&
        state.set({
          time: key ? String(key) : undefined,
          from: undefined,
          to: undefined,
        })
      }
    />
  );
}

/** Of which pipeline; found by typing part of its name. */
function PipelineFilter({ state }: { state: QueryState }) {
  const api = useApi(lakehouseApiRef);
  const chosen = state.get('pipeline') ?? '';
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useAsync(
    () => api.listPipelines({ q: asked || undefined, limit: OFFERED }),
    [api, asked],
  );
  const names = new Set([
    ...(chosen ? [chosen] : []),
    // Two Kubernetes clusters may have one of the same name.
    ...(found.value?.items ?? []).map(({ name }) => name),
  ]);
  return (
    <Select
      size="small"
      label="Pipeline"
      options={[
        { id: '', label: 'All pipelines' },
        ...[...names].map(name => ({ id: name, label: name })),
      ]}
      search={{
        mode: 'server',
        inputValue: text,
        onInputChange: setText,
        placeholder: 'Part of a name',
      }}
      loading={{ state: found.loading ? 'filtering' : 'idle' }}
      value={chosen}
      onChange={key => state.set({ pipeline: key ? String(key) : undefined })}
    />
  );
}

/** Where; nothing to choose where there is one. */
export function PlaceFilters({ state }: { state: QueryState }) {
  const api = useApi(lakehouseApiRef);
  const domains = useAsync(() => api.listDomains(), [api]).value?.items ?? [];
  const names = domains.map(({ name }) => name);
  const clusters = domains.flatMap(
    ({ kubernetesClusters }) => kubernetesClusters,
  );
  return (
    <>
      <OneOf
        label="Domain"
        all="All domains"
        param="domain"
        names={names}
        state={state}
      />
      <OneOf
        label="Kubernetes cluster"
        all="All of them"
        param="kubernetesCluster"
        names={clusters}
        state={state}
      />
    </>
  );
}

function OneOf(props: {
  label: string;
  all: string;
  param: string;
  names: string[];
  state: QueryState;
}) {
  const { label, all, param, state } = props;
  const chosen = state.get(param);
  const names = [
    ...new Set([...(chosen ? [chosen] : []), ...props.names]),
  ].sort();
  if (names.length < 2 && !chosen) {
    return null;
  }
  return (
    <Select
      size="small"
      label={label}
      search={names.length > 8 ? { placeholder: 'Search' } : undefined}
      options={[
        { id: '', label: all },
        ...names.map(name => ({ id: name, label: name })),
      ]}
      value={chosen ?? ''}
      onChange={key => state.set({ [param]: key ? String(key) : undefined })}
    />
  );
}
