import { ButtonLink, Link, TabPanel } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  PipelineComparison,
  PipelineVersionDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { Facts } from '../../components/Facts';
import { FootprintLine } from '../../components/FootprintLine';
import { FreshnessMark } from '../../components/FreshnessMark';
import { PipelinesBanner } from '../../components/KubeflowFreshness';
import { QueryTabs } from '../../components/QueryTabs';
import { LiveValue, Region } from '../../components/Region';
import { AwayMark, EmptyState } from '../../components/States';
import { humanName } from '../../format/humanName';
import {
  useLive,
  useQueryState,
  useTicking,
  type Live,
  type QueryState,
} from '../../live';
import { kubeflowKey } from '../../paths';
import { useLakehousePaths } from '../../useLakehousePaths';
import { useTemplatePath } from '../../useTemplatePath';
import { NoValueYet } from '../NoValueYet';
import { LinkRow, PageHead, Panel } from '../Page';
import { DomainLink } from '../WorkloadLink';
import { InputTable } from './InputTable';
import { KubeflowLinks, PipelineLink, VersionLink } from './PipelineLinks';
import { ScheduleTable } from './ScheduleTable';
import { VersionChanges } from './VersionChanges';
import { GraphWithList, NoGraph } from './VersionGraph';
import { deleteNote, versionSentence } from './versionSentence';
import { Source } from './VersionTable';
import { WorkloadActions } from './WorkloadActions';
import { whyNot } from '../job/actions/whyNot';
import { useKubeflowAddress } from './useKubeflowAddress';
import styles from './pipelines.module.css';

const KIND = 'kubeflow-pipeline-version';

/** What is in this version, what changed, and what uses it? */
export function VersionPage() {
  const address = useKubeflowAddress();
  const api = useApi(lakehouseApiRef);
  const detail = useLive(`pipeline version ${kubeflowKey(address)}`, signal =>
    api.getPipelineVersion(address, { signal }),
  );
  if (!detail.value) {
    return (
      <NoValueYet
        title={address.name}
        live={detail}
        what={`the version ${address.name}`}
      />
    );
  }
  return <Version detail={detail} value={detail.value} />;
}

function Version(props: {
  detail: Live<PipelineVersionDetail>;
  value: PipelineVersionDetail;
}) {
  const { detail, value } = props;
  const { version, compiled, before } = value;
  const api = useApi(lakehouseApiRef);
  const query = useQueryState();
  // Neither of them ever changes: it is asked for again only because all is.
  const comparison = useLive<PipelineComparison | null>(
    `comparison ${kubeflowKey(version)} ${before} ${compiled !== null}`,
    async signal =>
      before && compiled
        ? api.comparePipelineVersions(version, before, { signal })
        : null,
  );
  const compared = comparison.value ?? undefined;
  const sentence = useTicking(now => versionSentence(value, compared, now));
  return (
    <>
      <PageHead
        title={version.title}
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
      <PipelinesBanner freshness={value.freshness} />
      <WhereFrom value={value} />
      {compiled && (
        <Region title="What it asks for">
          <Facts
            facts={[
              { title: 'Steps', value: version.steps },
              {
                title: 'At most at once',
                value: <FootprintLine footprint={compiled.footprint} />,
                note: 'of every step one pod',
              },
              {
                title: compiled.images.length === 1 ? 'Image' : 'Images',
                value: <Images images={compiled.images} />,
              },
              ...(compiled.sdkVersion
                ? [{ title: 'Compiled by', value: compiled.sdkVersion }]
                : []),
            ]}
          />
        </Region>
      )}
      <VersionTabs value={value} comparison={comparison} query={query} />
    </>
  );
}

function Images({ images }: { images: string[] }) {
  return (
    <ul className={styles.images}>
      {images.map(image => (
        <li key={image}>{image}</li>
      ))}
    </ul>
  );
}

function Context({ value }: { value: PipelineVersionDetail }) {
  const { version } = value;
  return (
    <>
      <DomainLink domain={version.domain} />
      <span>· {version.kubernetesCluster}</span>
      <span>
        · version of <PipelineLink place={version} name={version.pipeline} />
      </span>
      {version.title !== version.name && <span>· {version.name}</span>}
      {version.description && <span>· {version.description}</span>}
    </>
  );
}

/** What can be asked for: a version never changes, but one can run it, or do without it. */
function Actions({ value }: { value: PipelineVersionDetail }) {
  const { version, mayChange, usedBy } = value;
  const templatePath = useTemplatePath();
  const { name, pipeline, domain, kubernetesCluster } = version;
  return (
    <>
      {templatePath && mayChange && (
        <ButtonLink
          size="small"
          variant="primary"
          href={templatePath('kubeflow-run', {
            place: { domain, kubernetesCluster },
            what: { pipeline, version: name },
          })}
        >
          Start or schedule
        </ButtonLink>
      )}
      <WorkloadActions
        address={{ ...version, kind: KIND }}
        deleteNote={deleteNote(usedBy)}
      />
    </>
  );
}

/** One click to its object, its source, who asked for it, and Kubeflow's own page. */
function WhereFrom({ value }: { value: PipelineVersionDetail }) {
  const { version, links } = value;
  const { changeId, requestedBy, codeSource } = version;
  const paths = useLakehousePaths();
  return (
    <LinkRow>
      <Link href={paths.workload({ ...version, kind: KIND })}>
        In Git and in the cluster
      </Link>
      {changeId && (
        <Link href={paths.change(changeId)}>
          Asked for{requestedBy && ` by ${humanName(requestedBy)}`}
        </Link>
      )}
      {codeSource && <Source url={codeSource} />}
      <KubeflowLinks links={links} />
    </LinkRow>
  );
}

/** Of the tabs. */
const titles = {
  graph: 'Graph',
  changes: 'Changes',
  inputs: 'Inputs',
  used: 'Used by',
};

/** What a version is, one kind a tab; the tab stands in the address. */
function VersionTabs(props: {
  value: PipelineVersionDetail;
  comparison: Live<PipelineComparison | null>;
  query: QueryState;
}) {
  const { value, comparison, query } = props;
  const { version, compiled, problem, before, usedBy } = value;
  return (
    <QueryTabs label="What it is" titles={titles} query={query}>
      <TabPanel id="graph">
        <Panel>
          {compiled ? (
            <GraphWithList
              compiled={compiled}
              comparison={comparison.value ?? undefined}
              query={query}
            />
          ) : (
            <NoGraph problem={problem} />
          )}
        </Panel>
      </TabPanel>
      <TabPanel id="changes">
        <Panel>
          {before ? (
            <>
              <div className={styles.quiet}>
                Against the version before it,{' '}
                <VersionLink place={version} name={before} />.
              </div>
              <LiveValue live={comparison} what="what changed">
                {compared =>
                  compared ? (
                    <VersionChanges
                      comparison={compared}
                      before={before}
                      after={version.name}
                    />
                  ) : (
                    <NoGraph problem={problem} />
                  )
                }
              </LiveValue>
            </>
          ) : (
            <EmptyState title="It is the first version">
              There is none before it to compare it with.
            </EmptyState>
          )}
        </Panel>
      </TabPanel>
      <TabPanel id="inputs">
        <Panel>
          {compiled ? (
            <InputTable inputs={compiled.inputs} />
          ) : (
            <NoGraph problem={problem} />
          )}
        </Panel>
      </TabPanel>
      <TabPanel id="used">
        <Panel>
          <UsedBy value={value} runs={usedBy.runs} />
        </Panel>
      </TabPanel>
    </QueryTabs>
  );
}

/** What names it: schedules by name, runs by number. */
function UsedBy(props: { value: PipelineVersionDetail; runs: number }) {
  const { value, runs } = props;
  const { version, usedBy } = value;
  const { domain, kubernetesCluster, pipeline } = version;
  const paths = useLakehousePaths();
  return (
    <>
      {usedBy.schedules.length === 0 ? (
        <EmptyState title="No schedule names it">
          Schedules that take the newest version each time are not counted.
        </EmptyState>
      ) : (
        <ScheduleTable
          schedules={usedBy.schedules}
          whyNot={whyNot({ mayChange: value.mayChange })}
        />
      )}
      <div>
        <Link
          href={paths.pipelines({
            ...{ tab: 'runs', pipeline, version: version.name },
            ...{ domain, kubernetesCluster },
          })}
        >
          {runs === 0
            ? 'No run of it yet'
            : `${runs.toLocaleString('en')} ${
                runs === 1 ? 'run' : 'runs'
              } of it`}
        </Link>
      </div>
    </>
  );
}
