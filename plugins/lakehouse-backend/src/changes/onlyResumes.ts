import type {
  KubernetesObject,
  WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * Whether an edit takes back a suspension and runs nothing else: what had
 * finished before it was suspended is then left as it is. Pure.
 */
export function onlyResumes(
  previous: KubernetesObject,
  next: KubernetesObject,
  kind: Pick<WorkloadKind, 'verbs' | 'runsAgain'>,
): boolean {
  const resume = kind.verbs.find(({ id }) => id === 'resume');
  return (
    resume !== undefined &&
    kind.runsAgain(previous, next) !== undefined &&
    kind.runsAgain(resume.apply(previous, ''), next) === undefined
  );
}
