import { ButtonLink } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { RiAddLine } from '@remixicon/react';
import { templateRouteRef } from '../routes';

/** Opens the form for a new Spark job, already filled in with the domain if there is one. */
export function NewJobButton(props: {
  domain?: { domain: string; kubernetesCluster: string };
}) {
  const template = useRouteRef(templateRouteRef);
  if (!template) {
    return null;
  }
  const path = template({ namespace: 'default', templateName: 'spark-job' });
  const search = props.domain
    ? `?${new URLSearchParams({
        formData: JSON.stringify({ place: props.domain }),
      })}`
    : '';
  return (
    <ButtonLink
      variant="primary"
      href={`${path}${search}`}
      iconStart={<RiAddLine />}
    >
      New Spark job
    </ButtonLink>
  );
}
