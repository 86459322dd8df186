import { Alert } from '@backstage/ui';
import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { CopyText } from '../../components/CopyText';

/** What runs is older than what is asked for: how that ends, and who can end it. */
export function OutdatedAlert(props: { workload: Workload }) {
  const { outdated, namespace, domain } = props.workload;
  if (!outdated) {
    return null;
  }
  return (
    <Alert
      status="warning"
      icon
      title={outdated.message}
      description={
        <>
          Git cannot do it. Somebody who may delete pods in {namespace} can, for
          example the platform team, when nobody in {domain} needs it:
          {outdated.detail && (
            <div>
              <CopyText text={outdated.detail} what="the command" />
            </div>
          )}
        </>
      }
    />
  );
}
