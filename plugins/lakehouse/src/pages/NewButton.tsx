import { Button, ButtonLink, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import type { WorkloadRole } from '@lakefront/backstage-plugin-lakehouse-common';
import { RiAddLine, RiArrowDownSLine } from '@remixicon/react';
import { useKindList } from '../api/useKinds';
import { useTemplatePath } from '../useTemplatePath';

/**
 * Opens the form for something new, already filled in with the domain if there
 * is one; a menu where there are several forms.
 */
export function NewButton(props: {
  domain?: { domain: string; kubernetesCluster: string };
  /** What it is to be for; anything where it is left out. */
  only?: WorkloadRole;
  /** What else is known already, as the form calls it. */
  answers?: Record<string, unknown>;
}) {
  const templatePath = useTemplatePath();
  const kinds = useKindList();
  if (!templatePath) {
    return null;
  }
  const { domain } = props;
  const answers = (domain || props.answers) && {
    ...props.answers,
    ...(domain && {
      place: {
        domain: domain.domain,
        kubernetesCluster: domain.kubernetesCluster,
      },
    }),
  };
  const forms = kinds
    .filter(({ role }) => !props.only || role === props.only)
    // One form may make things of several kinds.
    .filter(
      ({ template }, at, all) =>
        all.findIndex(other => other.template === template) === at,
    )
    .flatMap(({ id, title, template: templateName }) =>
      templateName
        ? [{ id, title, href: templatePath(templateName, answers) }]
        : [],
    );
  if (forms.length < 2) {
    return forms.map(({ id, title, href }) => (
      <ButtonLink
        key={id}
        variant="primary"
        href={href}
        iconStart={<RiAddLine />}
      >
        New {title}
      </ButtonLink>
    ));
  }
  return (
    <MenuTrigger>
      <Button
        variant="primary"
        iconStart={<RiAddLine />}
        iconEnd={<RiArrowDownSLine />}
      >
        New
      </Button>
      <Menu>
        {forms.map(({ id, title, href }) => (
          <MenuItem key={id} href={href}>
            {title}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
