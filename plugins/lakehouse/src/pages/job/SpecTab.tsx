import type { ReactNode } from 'react';
import { Link, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  WorkloadAddress,
  WorkloadManifest,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { ObjectDiff } from '../../components/ObjectDiff';
import { LiveValue } from '../../components/Region';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { toYaml, YamlView } from '../../components/YamlView';
import { repositoryName } from '../../format/repositoryName';
import { useLive, type QueryState } from '../../live';
import { workloadKey } from '../../paths';
import { LinkRow } from '../Page';

const views = { git: 'In Git', live: 'Live', difference: 'Difference' };
type View = keyof typeof views;

/** The manifest: what is in Git, what is live, the difference. */
export function SpecTab(props: {
  address: WorkloadAddress;
  query: QueryState;
}) {
  const { address, query } = props;
  const api = useApi(lakehouseApiRef);
  const manifest = useLive(`manifest ${workloadKey(address)}`, signal =>
    api.getWorkloadManifest(address, { signal }),
  );
  const asked = query.get('view');
  const view: View = asked && asked in views ? (asked as View) : 'git';
  return (
    <>
      <ToggleButtonGroup
        aria-label="Which manifest"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={keys => {
          const [key] = keys;
          query.set({ view: key === 'git' ? undefined : String(key) });
        }}
      >
        {Object.entries(views).map(([id, title]) => (
          <ToggleButton key={id} id={id} size="small">
            {title}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <LiveValue live={manifest} what="the manifest">
        {value => <Manifest value={value} view={view} />}
      </LiveValue>
    </>
  );
}

function Manifest(props: { value: WorkloadManifest; view: View }): ReactNode {
  const { value, view } = props;
  const { git, live } = value;
  if (view === 'live') {
    return live ? (
      <YamlView label="Live manifest" text={toYaml(live)} />
    ) : (
      <EmptyState title="Not in the cluster">
        The cluster holds no such object (any more).
      </EmptyState>
    );
  }
  if (!git || git.problem || !git.object) {
    return <NoGit git={git} />;
  }
  if (view === 'difference') {
    return live ? (
      <ObjectDiff git={git.object} live={live} />
    ) : (
      <EmptyState title="Not in the cluster">
        It stands in Git and is not in the cluster yet, or not any more.
      </EmptyState>
    );
  }
  return (
    <>
      <LinkRow>
        <Link href={git.url} target="_blank">
          {git.path} ↗
        </Link>
        {git.commit && (
          <span>
            <Link href={git.commit.url} target="_blank">
              {git.commit.sha.slice(0, 7)}
            </Link>{' '}
            {git.commit.message}, <RelativeTime time={git.commit.at} />
          </span>
        )}
      </LinkRow>
      <YamlView label="Manifest in Git" text={toYaml(git.object)} />
    </>
  );
}

function NoGit(props: { git: WorkloadManifest['git'] }) {
  const { git } = props;
  if (git?.problem) {
    return <EmptyState title="Git could not be read">{git.problem}</EmptyState>;
  }
  return (
    <EmptyState title="Not in Git">
      {git
        ? `${git.path} is not in ${repositoryName(
            git.repository,
          )}: somebody applied it by hand, or the file is gone.`
        : 'No Git repository is named for this domain.'}
    </EmptyState>
  );
}
