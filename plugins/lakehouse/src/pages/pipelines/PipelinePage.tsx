import { ButtonLink, Link, TabPanel } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { PipelineDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { type KubeflowAddress, lakehouseApiRef } from '../../api';
import { FreshnessMark } from '../../components/FreshnessMark';
import { PipelinesBanner } from '../../components/KubeflowFreshness';
import { QueryTabs } from '../../components/QueryTabs';
import { Region } from '../../components/Region';
import { AwayMark } from '../../components/States';
import { humanName } from '../../format/humanName';
import {
  useLive,
  useQueryState,
  useReading,
  useTicking,
  type Live,
  type QueryState,
} from '../../live';
import { kubeflowKey } from '../../paths';
import { useLakehousePaths } from '../../useLakehousePaths';
import { useTemplatePath } from '../../useTemplatePath';
import { whyNot } from '../job/actions/whyNot';
import { NoValueYet } from '../NoValueYet';
import { LinkRow, PageHead, Panel } from '../Page';
import { DomainLink } from '../WorkloadLink';
import { KubeflowLinks } from './PipelineLinks';
import { pipelineSentence } from './pipelineSentence';
import {
  runNameColumn,
  runStateColumn,
  runTimeColumns,
  startedByColumn,
  versionColumn,
} from './runColumns';
import { toRunsQuery } from './runsQuery';
import { RunTable, useRuns } from './RunTable';
import { ScheduleTable } from './ScheduleTable';
import { SuccessChart } from './SuccessChart';
import { VersionGraph } from './VersionGraph';
import { VersionTable } from './VersionTable';
import { WorkloadActions } from './WorkloadActions';
import { useKubeflowAddress } from './useKubeflowAddress';
import styles from './pipelines.module.css';

/** Often enough for a chart of days. */
const HOUR_MS = 3_600_000;

/** The pipeline that the address of the page names. */
export function PipelinePage() {
  return <PipelineView address={useKubeflowAddress()} />;
}

/** How does it go, which versions are there, and when does it run? */
export function PipelineView({ address }: { address: KubeflowAddress }) {
  const api = useApi(lakehouseApiRef);
  const detail = useLive(`pipeline ${kubeflowKey(address)}`, signal =>
    api.getPipeline(address, { signal }),
  );
  if (!detail.value) {
    return (
      <NoValueYet
        title={address.name}
        live={detail}
        what={`the pipeline ${address.name}`}
      />
    );
  }
  return <Pipeline detail={detail} value={detail.value} />;
}

function Pipeline(props: {
  detail: Live<PipelineDetail>;
  value: PipelineDetail;
}) {
  const { detail, value } = props;
  const { pipeline, success } = value;
  const query = useQueryState();
  const sentence = useTicking(now => pipelineSentence(value, now));
  const now = useTicking(time => Math.floor(time / HOUR_MS) * HOUR_MS);
  return (
    <>
      <PageHead
        title={pipeline.title}
        context={<Context value={value} />}
        sentence={sentence}
        actions={
          <>
            <FreshnessMark freshness={value.freshness} />
            <Actions value={value} />
          </>
        }
      />
      <AwayMark since={detail.awaySince} error={detail.error} />
      <PipelinesBanner freshness={value.freshness} kubeflow={value.kubeflow} />
      <WhereFrom value={value} />
      <Region title="How its runs went">
        <SuccessChart success={success} now={now} />
      </Region>
      <PipelineTabs value={value} query={query} />
    </>
  );
}

function Context({ value }: { value: PipelineDetail }) {
  const { pipeline } = value;
  return (
    <>
      <DomainLink domain={pipeline.domain} />
      <span>· {pipeline.kubernetesCluster}</span>
      {pipeline.title !== pipeline.name && <span>· {pipeline.name}</span>}
      {pipeline.owner && <span>· owned by {humanName(pipeline.owner)}</span>}
      {pipeline.description && <span>· {pipeline.description}</span>}
    </>
  );
}

/** One click to its object, who asked for it, and Kubeflow's own page. */
function WhereFrom({ value }: { value: PipelineDetail }) {
  const { pipeline, links } = value;
  const paths = useLakehousePaths();
  return (
    <LinkRow>
      <Link href={paths.workload({ ...pipeline, kind: 'kubeflow-pipeline' })}>
        In Git and in the cluster
      </Link>
      {pipeline.changeId && (
        <Link href={paths.change(pipeline.changeId)}>
          Asked for
          {pipeline.requestedBy && ` by ${humanName(pipeline.requestedBy)}`}
        </Link>
      )}
      <KubeflowLinks links={links} />
    </LinkRow>
  );
}

const names = (all: Array<{ name: string }>) =>
  new Intl.ListFormat('en').format(all.map(({ name }) => name));

const isInGit = ({ notInGit }: { notInGit?: boolean }) => !notInGit;

/** What can be asked for; the forms are filled in with what is known here. */
function Actions({ value }: { value: PipelineDetail }) {
  const { pipeline, versions, schedules, mayChange } = value;
  const templatePath = useTemplatePath();
  const { name, domain, kubernetesCluster } = pipeline;
  const place = { domain, kubernetesCluster };
  const scheduled = schedules.filter(isInGit);
  const goes = [
    ...(versions.length > 0
      ? [`its ${versions.length} versions: ${names(versions)}`]
      : []),
    ...(scheduled.length > 0 ? [`these schedules: ${names(scheduled)}`] : []),
  ];
  // KFP refuses versions whose pipeline is gone, so their files go with it.
  const goesToo = [
    ...versions
      .filter(isInGit)
      .map(one => ({ kind: 'kubeflow-pipeline-version', name: one.name })),
    ...scheduled.map(one => ({ kind: one.kind, name: one.name })),
  ];
  return (
    <>
      {templatePath && mayChange && (
        <>
          <ButtonLink
            size="small"
            variant="primary"
            href={templatePath('kubeflow-run', {
              ...{ place, what: { pipeline: name } },
            })}
          >
            Start or schedule
          </ButtonLink>
          <ButtonLink
            size="small"
            variant="secondary"
            href={templatePath('kubeflow-pipeline', {
              place,
              name,
            })}
          >
            New version
          </ButtonLink>
        </>
      )}
      <WorkloadActions
        address={{ ...pipeline, kind: 'kubeflow-pipeline' }}
        deleteNote={
          goes.length > 0
            ? `With it go ${goes.join(', and ')}. Runs that were stay listed.`
            : undefined
        }
        goesToo={goesToo}
      />
    </>
  );
}

/** Of the tabs. */
const titles = {
  versions: 'Versions',
  graph: 'Graph',
  schedules: 'Schedules',
  runs: 'Runs',
};

/** What a pipeline has, one kind a tab; the tab stands in the address. */
function PipelineTabs(props: { value: PipelineDetail; query: QueryState }) {
  const { value, query } = props;
  return (
    <QueryTabs label="What it has" titles={titles} query={query}>
      <TabPanel id="versions">
        <Panel>
          <VersionTable versions={value.versions} />
        </Panel>
      </TabPanel>
      <TabPanel id="graph">
        <Panel>
          <VersionGraph versions={value.versions} query={query} />
        </Panel>
      </TabPanel>
      <TabPanel id="schedules">
        <Panel>
          <ScheduleTable schedules={value.schedules} whyNot={whyNot(value)} />
        </Panel>
      </TabPanel>
      <TabPanel id="runs">
        <Panel>
          <RunsOf value={value} query={query} />
        </Panel>
      </TabPanel>
    </QueryTabs>
  );
}

const runColumns = [
  runStateColumn,
  runNameColumn,
  versionColumn,
  startedByColumn,
  ...runTimeColumns,
];

/** The runs of the pipeline, page by page. */
function RunsOf(props: { value: PipelineDetail; query: QueryState }) {
  const { pipeline } = props.value;
  const { query } = props;
  const { domain, kubernetesCluster, name } = pipeline;
  const paths = useLakehousePaths();
  const reading = useReading<HTMLDivElement>();
  const runs = useRuns(
    {
      ...{ state: toRunsQuery(query, 0).state, sort: query.get('sort') },
      ...{ domain: [domain], kubernetesCluster: [kubernetesCluster] },
      pipeline: name,
    },
    reading.isReading,
  );
  return (
    <>
      <RunTable
        runs={runs}
        columns={runColumns}
        reading={reading}
        state={query}
        none="Each run is kept here, with how long it took and how it ended."
      />
      <div className={styles.quiet}>
        <Link
          href={paths.pipelines({
            ...{ tab: 'runs', pipeline: name },
            ...{ domain, kubernetesCluster },
          })}
        >
          Search and filter these runs
        </Link>
      </div>
    </>
  );
}
