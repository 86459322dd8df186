import { InputError } from '@backstage/errors';
import type { z } from 'zod/v3';
import type {
  ChangeCheck,
  ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';

type Zod = typeof z;

/** The person's own token, where a domain's repository is written to with their account; else not used. */
export const gitTokenSchema = (zod: Zod) =>
  zod
    .string()
    .optional()
    .describe(
      "The person's own OAuth token for the Git host, `${{ secrets.USER_OAUTH_TOKEN }}`; used only where the repository has `credentials: user`",
    );

/** Input that the actions share. Path and namespace are computed by the backend, never given. */
export const changeInputSchema = {
  domain: (zod: Zod) => zod.string().describe('Name of the domain'),
  kubernetesCluster: (zod: Zod) =>
    zod.string().describe('Name of the Kubernetes cluster it is to run on'),
  title: (zod: Zod) =>
    zod.string().max(200).optional().describe('Title of the pull request'),
  description: (zod: Zod) =>
    zod
      .string()
      .max(10_000)
      .optional()
      .describe('What reviewers should know; put into the pull request'),
  objects: (zod: Zod) =>
    zod
      .array(
        zod.object({
          kind: zod.string().describe('Kind, e.g. `spark-application`'),
          action: zod
            .enum(['create', 'update'])
            .optional()
            .describe(
              '`create` (default) where the name is free, `update` over what is in Git',
            ),
          object: zod
            .object({
              metadata: zod.object({ name: zod.string() }).passthrough(),
            })
            .passthrough()
            .describe('The manifest as a value; without namespace'),
        }),
      )
      .min(1)
      .describe('What to create or change'),
};

/**
 * The input as ChangeService takes it. Throws `InputError` where a template
 * expression was left unrendered: Backstage leaves one that throws as its text.
 */
export function toProposeInput(input: {
  domain: string;
  kubernetesCluster: string;
  title?: string;
  description?: string;
  objects: unknown;
}): ProposeInput {
  const unrendered = findUnrendered(input, 'input');
  if (unrendered) {
    throw new InputError(
      `${unrendered.path}: the template left '${unrendered.text}' unrendered; the expression in the template is wrong`,
    );
  }
  const { domain, kubernetesCluster, title, description } = input;
  return {
    domain,
    kubernetesCluster,
    title,
    description,
    objects: input.objects as ProposeInput['objects'],
  };
}

function findUnrendered(
  value: unknown,
  path: string,
): { path: string; text: string } | undefined {
  if (typeof value === 'string') {
    return value.includes('${{')
      ? { path, text: value.slice(0, 80) }
      : undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = findUnrendered(item, `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}

/** Throws `InputError` with every error of a check, a line each; answers the warnings. */
export function assertOk(check: ChangeCheck): string[] {
  const lines = (severity: 'error' | 'warning') =>
    check.problems
      .filter(problem => problem.severity === severity)
      .map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const errors = lines('error');
  if (!check.ok || errors.length > 0) {
    throw new InputError(
      errors.length > 0
        ? errors.join('\n')
        : 'The change cannot be proposed, but no reason was given',
    );
  }
  return lines('warning');
}
