import { Link } from '@backstage/ui';
import type {
  PipelinePlace,
  WorkloadLink,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { useLakehousePaths } from '../../useLakehousePaths';

type Place = Pick<PipelinePlace, 'kubernetesCluster' | 'namespace'>;

/** A pipeline's title, as the way to its page. */
export function PipelineLink(props: {
  place: Place;
  name: string;
  title?: string;
}) {
  const { place, name, title = name } = props;
  const paths = useLakehousePaths();
  return (
    <Link
      href={paths.pipeline({ ...place, name })}
      weight="bold"
      standalone
      title={title === name ? undefined : name}
    >
      {title}
    </Link>
  );
}

/** A version's title, as the way to its page. */
export function VersionLink(props: {
  place: Place;
  name: string;
  title?: string;
}) {
  const { place, name, title = name } = props;
  const paths = useLakehousePaths();
  return (
    <Link href={paths.pipelineVersion({ ...place, name })} standalone>
      {title}
    </Link>
  );
}

/** A run's name, as the way to its page. */
export function RunLink(props: {
  run: Place & { runId: string; name: string };
}) {
  const { run } = props;
  const paths = useLakehousePaths();
  return (
    <Link
      href={paths.pipelineRun({ ...run, name: run.runId })}
      weight="bold"
      standalone
    >
      {run.name}
    </Link>
  );
}

/** The ways into Kubeflow's own UI. */
export function KubeflowLinks(props: { links: WorkloadLink[] }) {
  return (
    <>
      {props.links.map(({ title, url }) => (
        <Link key={url} href={url} target="_blank">
          {title} ↗
        </Link>
      ))}
    </>
  );
}
