import { Link, Text } from '@backstage/ui';
import type {
  Workload,
  WorkloadManifest,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { useTemplatePath } from '../../../useTemplatePath';

/** A form as the answer about what is in Git has it. */
export type GitForm = NonNullable<NonNullable<WorkloadManifest['git']>['form']>;

/** The way to the form that something is made with, filled from what is in Git now. */
export function OpenInTemplate(props: {
  workload: Pick<Workload, 'domain' | 'kubernetesCluster'>;
  form: GitForm;
}) {
  const { domain, kubernetesCluster } = props.workload;
  const { template, answers } = props.form;
  const templatePath = useTemplatePath();
  if (!templatePath) {
    return null;
  }
  const href = templatePath(template, {
    ...answers,
    place: { domain, kubernetesCluster },
    // What the name picker and the last step go by: it is there already.
    action: 'update',
  });
  return (
    <Text>
      <Link href={href}>Open in template</Link> to change any value, in the form
      that it is made with.
    </Text>
  );
}
