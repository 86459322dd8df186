import {
  CHANGE_TRAILER,
  type ChangeOperation,
  type Fit,
  portalRequester,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { KindById } from './KindById';

const VERBS: Record<ChangeOperation['action'], string> = {
  create: 'Add',
  update: 'Change',
  delete: 'Remove',
};

const PREPOSITIONS: Record<ChangeOperation['action'], string> = {
  create: 'to',
  update: 'in',
  delete: 'from',
};

/** Hosts cut longer titles off, or refuse them. */
const MAX_TITLE_LENGTH = 200;
const MAX_DESCRIPTION_LENGTH = 5_000;

/** `Add Spark job daily-orders to sales`. */
export function defaultTitle(
  operations: ChangeOperation[],
  kinds: KindById,
): string {
  const [first, ...more] = operations;
  const kind = kinds.byId(first.kind)?.title ?? first.kind;
  const rest = more.length > 0 ? ` and ${more.length} more` : '';
  const preposition = PREPOSITIONS[first.action];
  return `${verbOf(first)} ${kind} ${first.name}${rest} ${preposition} ${
    first.domain
  }`;
}

function verbOf({ action, verb }: ChangeOperation): string {
  return verb ?? VERBS[action];
}

/** One line of printable text, of a length that every host takes. */
export function cleanTitle(title: string): string {
  return title
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE_LENGTH);
}

/** What reviewers read: what will run, who asked, what it asks for and whether that fits. */
export function pullRequestBody(options: {
  operations: ChangeOperation[];
  kinds: KindById;
  requestedBy: string;
  description?: string;
  fit?: Fit;
  consequences: string[];
  warnings: string[];
  changeUrl: string;
}): string {
  const { operations, kinds, description, fit, consequences, warnings } =
    options;
  const section = (title: string, lines: string[]) =>
    lines.length > 0 ? [`**${title}**`, lines.join('\n')] : [];
  return [
    ...(description ? [quote(description)] : []),
    ...section(
      'What will change',
      operations.map(
        operation =>
          `- ${verbOf(operation)} ${escapeMarkdown(
            kinds.byId(operation.kind)?.title ?? operation.kind,
          )} ${code(operation.name)} in domain ${code(
            operation.domain,
          )} on Kubernetes cluster ${code(operation.kubernetesCluster)} (${code(
            operation.path,
          )})`,
      ),
    ),
    ...section(
      'What a merge does',
      consequences.map(sentence => `- ${escapeMarkdown(sentence)}`),
    ),
    ...section(
      'Size',
      fit
        ? [
            `${fit.fits ? 'It fits' : 'It does not fit now'}: ${escapeMarkdown(
              fit.summary,
            )}`,
          ]
        : [],
    ),
    ...section(
      'To know',
      warnings.map(sentence => `- ${escapeMarkdown(sentence)}`),
    ),
    `Asked for by ${
      portalRequester(options.requestedBy) ?? code(options.requestedBy)
    }. Follow it: ${options.changeUrl}`,
  ].join('\n\n');
}

/** Title, then the trailers that say whose it is; the change's own comes last. */
export function commitMessage(row: {
  id: string;
  title: string;
  requestedBy: string;
}): string {
  return `${row.title}\n\nRequested-by: ${row.requestedBy}\n${CHANGE_TRAILER}: ${row.id}\n`;
}

/** What people typed is shown as they typed it, and can't look like what the portal says. */
function quote(text: string): string {
  return text
    .trim()
    .slice(0, MAX_DESCRIPTION_LENGTH)
    .split(/\r?\n/)
    .map(line => `> ${escapeMarkdown(line)}`)
    .join('\n');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~@]/g, '\\$&');
}

function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, '')}\``;
}
