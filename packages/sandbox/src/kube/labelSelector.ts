import { badRequest } from './KubeStatusError';

/** Says whether an object's labels are selected. */
export type LabelMatcher = (labels: Record<string, string>) => boolean;

const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*(?:/[A-Za-z0-9][-A-Za-z0-9_.]*)?)';
const IN = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EQUALITY = new RegExp(`^${KEY}\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`);
const EXISTS = new RegExp(`^(!?)\\s*${KEY}$`);

/** Parses a label selector in its text form: equality, sets, existence. */
export function parseLabelSelector(selector: string | undefined): LabelMatcher {
  const requirements = splitOutsideBrackets(selector ?? '').map(text =>
    parseRequirement(text),
  );
  return labels => requirements.every(requirement => requirement(labels));
}

function splitOutsideBrackets(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '');
}

function parseRequirement(text: string): LabelMatcher {
  const set = IN.exec(text);
  if (set) {
    const [, key, operator, list] = set;
    const values = list.split(',').map(value => value.trim());
    return operator === 'in'
      ? labels => Object.hasOwn(labels, key) && values.includes(labels[key])
      : labels => !Object.hasOwn(labels, key) || !values.includes(labels[key]);
  }
  const equality = EQUALITY.exec(text);
  if (equality) {
    const [, key, operator, value] = equality;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => Object.hasOwn(labels, key) && labels[key] === value;
  }
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, not, key] = exists;
    return labels => Object.hasOwn(labels, key) === (not === '');
  }
  throw badRequest(
    `unable to parse requirement: invalid label selector "${text}"`,
  );
}
