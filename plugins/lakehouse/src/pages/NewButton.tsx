import { Button, ButtonLink, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import type {
  KindInfo,
  WorkloadRole,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { RiAddLine, RiArrowDownSLine } from '@remixicon/react';
import { useKindList } from '../api/useKinds';
import { useTemplatePath } from '../useTemplatePath';

/** `a, b or c`. */
const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' });

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
  const forms = formsOf(
    kinds.filter(({ role }) => !props.only || role === props.only),
  ).map(({ template: name, title }) => ({
    ...{ id: name, title, href: templatePath(name, answers) },
  }));
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

/** Each form once, by the titles of all that it makes: `Kubeflow start, schedule or recurring run`. */
function formsOf(
  kinds: KindInfo[],
): Array<{ template: string; title: string }> {
  const titles = new Map<string, string[]>();
  for (const { template, title } of kinds) {
    if (!template) continue;
    const before = titles.get(template) ?? [];
    const [first] = title.split(' ');
    const rest = before[0]?.startsWith(`${first} `)
      ? title.slice(first.length + 1)
      : title;
    titles.set(template, [...before, rest]);
  }
  return [...titles].map(([template, all]) => ({
    template,
    title: EITHER.format(all),
  }));
}
