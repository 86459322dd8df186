import { useParams } from 'react-router-dom';
import { SearchField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { LakeFSRepositoryDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { LakeFSBanner, LakeFSMark } from '../../components/LakeFSFreshness';
import { Region } from '../../components/Region';
import { AwayMark, EmptyState } from '../../components/States';
import { useLive, useQueryState, useReading, type Live } from '../../live';
import { NewButton } from '../NewButton';
import { NoValueYet } from '../NoValueYet';
import { LinkRow, PageHead } from '../Page';
import { DomainLink } from '../WorkloadLink';
import { FilterFold } from '../workloads/FilterFold';
import { type BranchCounts, BranchTable, useBranches } from './BranchTable';
import { BranchViews, shownOf } from './BranchViews';
import { KeptBranches } from './KeptBranches';
import { LakeFSUiLink } from './LakeFSLinks';
import {
  isDeclaredOnly,
  repositorySentence,
  ruleSentences,
} from './repositorySentences';
import columns from '../workloads/FacetColumn.module.css';
import styles from './lakefs.module.css';

/** Which branches are there, whose are they, and where do they stand? */
export function RepositoryPage() {
  const { server = '', repository = '' } = useParams();
  const api = useApi(lakehouseApiRef);
  const detail = useLive(`repository ${server}/${repository}`, signal =>
    api.getLakeFSRepository({ server, repository }, { signal }),
  );
  if (!detail.value) {
    return (
      <NoValueYet
        title={repository}
        live={detail}
        what={`the repository ${repository}`}
      />
    );
  }
  return <Repository detail={detail} value={detail.value} />;
}

function Repository(props: {
  detail: Live<LakeFSRepositoryDetail>;
  value: LakeFSRepositoryDetail;
}) {
  const { detail, value } = props;
  const { repository, kept } = value;
  const state = useQueryState();
  const shown = shownOf(state);
  const q = state.get('q');
  const { ref, isReading } = useReading<HTMLDivElement>();
  const view = shown === 'kept' ? 'all' : shown;
  const { live, counts } = useBranches(
    repository,
    { q, view, sort: state.get('sort') },
    isReading,
  );
  const freshness = live.list?.freshness ?? value.freshness;
  return (
    <>
      <PageHead
        title={repository.repository}
        context={<Context value={value} />}
        sentence={counts && repositorySentence(counts, freshness)}
        actions={
          <>
            <LakeFSMark freshness={freshness} />
            <NewBranchButton value={value} />
          </>
        }
      />
      <AwayMark since={detail.awaySince} error={detail.error} />
      <LakeFSBanner freshness={freshness} />
      <LinkRow>
        <LakeFSUiLink href={repository.url}>Open in lakeFS</LakeFSUiLink>
      </LinkRow>
      <Region
        title={shown === 'kept' ? 'Kept or deleted branches' : 'Branches'}
      >
        <div className={columns.layout}>
          <div>
            <SearchField
              aria-label="Search by name"
              placeholder="Search by name"
              size="small"
              defaultValue={q}
              onChange={next => state.set({ q: next || undefined })}
            />
            <FilterFold>
              <BranchViews
                state={state}
                counts={
                  isDeclaredOnly(freshness) ? toldByObjects(counts) : counts
                }
                kept={kept?.length}
              />
              <Rules value={value} />
            </FilterFold>
          </div>
          {shown === 'kept' ? (
            <Kept value={value} q={q} />
          ) : (
            <BranchTable live={live} reading={ref} view={view} state={state} />
          )}
        </div>
      </Region>
    </>
  );
}

/** What objects alone tell: how many there are in all, and how old, only lakeFS knows. */
function toldByObjects(
  counts: BranchCounts | undefined,
): Partial<BranchCounts> | undefined {
  return (
    counts && {
      ...{ mine: counts.mine, declared: counts.declared },
      expiring: counts.expiring,
    }
  );
}

function Kept(props: { value: LakeFSRepositoryDetail; q: string | undefined }) {
  const { repository, kept } = props.value;
  return kept ? (
    <KeptBranches repository={repository} kept={kept} q={props.q} />
  ) : (
    <EmptyState title="Not known">
      Which branches were kept or deleted stands in lakeFS; it shows here as
      soon as {repository.server} answers.
    </EmptyState>
  );
}

function Context({ value }: { value: LakeFSRepositoryDetail }) {
  const { server, defaultBranch, readOnly, domains } = value.repository;
  const names = [...new Set(domains.map(({ domain }) => domain))].sort();
  return (
    <>
      {names.map(domain => (
        <DomainLink key={domain} domain={domain} />
      ))}
      <span>· lakeFS {server}</span>
      {defaultBranch && <span>· default branch {defaultBranch}</span>}
      {readOnly && <span>· read-only</span>}
    </>
  );
}

/** For those who may ask for a branch here; which of several domains is for the form to ask. */
function NewBranchButton({ value }: { value: LakeFSRepositoryDetail }) {
  const { server, repository, readOnly, domains } = value.repository;
  const places = domains.filter(({ mayChange }) => mayChange);
  if (places.length === 0 || readOnly) {
    return null;
  }
  return (
    <NewButton
      only="branch"
      domain={places.length === 1 ? places[0] : undefined}
      answers={{ repository: { server, repository } }}
    />
  );
}

/** What holds for all of its branches. */
function Rules({ value }: { value: LakeFSRepositoryDetail }) {
  return (
    <div>
      <div className={styles.quiet}>Rules of the repository</div>
      <ul className={styles.rules}>
        {ruleSentences(value.rules).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
