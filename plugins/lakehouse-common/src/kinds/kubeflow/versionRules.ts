import { isError } from '@backstage/errors';
import { isRecord } from '../../jsonPath';
import { validateName } from '../../names';
import { PIPELINE_MAX_BYTES } from '../../pipelines/parsePipeline';
import { readCompiledPipeline } from '../../pipelines/readCompiledPipeline';
import { isImageAllowed } from '../../settings';
import type {
  CompiledPipeline,
  DomainSettings,
  Footprint,
  KubernetesObject,
} from '../../types';
import { LABEL_NAME, NOTHING, specOf, textAt } from './shapes';

interface Fault {
  path: string;
  message: string;
}

const TEXTS = ['displayName', 'description', 'codeSourceURL', 'versionName'];
const SPEC = new Set([
  ...TEXTS,
  ...[
    'pipelineName',
    'pipelineSpec',
    'platformSpec',
    'pipelineSpecURI',
    'tags',
  ],
]);
/** What KFP's webhook lets one change in a version that is there. */
const CHANGEABLE = new Set(['displayName', 'tags']);
const LONGEST_NAME = 128;
const LONGEST_TEXT = 4000;

const read = new WeakMap<
  KubernetesObject,
  { compiled?: CompiledPipeline; problem?: string }
>();

/** The compiled pipeline of a version, read once; why it can't be where it can't. */
export function compiledOf(object: KubernetesObject): {
  compiled?: CompiledPipeline;
  problem?: string;
} {
  const known = read.get(object);
  if (known) {
    return known;
  }
  const { pipelineSpec, platformSpec } = specOf(object);
  let answer: { compiled?: CompiledPipeline; problem?: string };
  try {
    answer = { compiled: readCompiledPipeline(pipelineSpec, platformSpec) };
  } catch (error) {
    answer = { problem: isError(error) ? error.message : 'cannot be read' };
  }
  read.set(object, answer);
  return answer;
}

/** The largest that can run of a version at once. */
export function versionFootprint(object: KubernetesObject): Footprint {
  return compiledOf(object).compiled?.footprint ?? NOTHING;
}

/** What KFP, or its webhook, would have against a version. */
export function validateVersion(object: KubernetesObject): Fault[] {
  const spec = specOf(object);
  const faults: Fault[] = Object.keys(spec)
    .filter(key => !SPEC.has(key))
    .map(key => ({ path: `spec.${key}`, message: 'is not known' }));
  const wrongPipeline = validateName(
    { nameRule: LABEL_NAME },
    spec.pipelineName,
  );
  if (wrongPipeline) {
    faults.push({ path: 'spec.pipelineName', message: wrongPipeline });
  }
  faults.push(...textFaults(spec), ...tagFaults(spec));
  const source = textAt(spec, 'codeSourceURL');
  if (source && !isWebAddress(source)) {
    faults.push({
      path: 'spec.codeSourceURL',
      message: 'must be a web address, without user and password',
    });
  }
  const size = JSON.stringify([spec.pipelineSpec, spec.platformSpec]).length;
  if (size > PIPELINE_MAX_BYTES) {
    faults.push({
      path: 'spec.pipelineSpec',
      message: `is larger than ${PIPELINE_MAX_BYTES} bytes`,
    });
  } else {
    const { problem } = compiledOf(object);
    if (problem) {
      faults.push({ path: 'spec.pipelineSpec', message: problem });
    }
  }
  return faults;
}

/** What is wrong with a `Pipeline`. */
export function validatePipeline(object: KubernetesObject): Fault[] {
  const spec = specOf(object);
  return [
    ...Object.keys(spec)
      .filter(key => !['displayName', 'description', 'tags'].includes(key))
      .map(key => ({ path: `spec.${key}`, message: 'is not known' })),
    ...textFaults(spec),
    ...tagFaults(spec),
  ];
}

/**
 * What the domain's settings have against a version: images of its steps that
 * it may not run, Secrets that it does not offer. Images that a run fills in
 * are on no list.
 */
export function versionPolicy(
  object: KubernetesObject,
  { settings, domain }: { settings: DomainSettings; domain: string },
): Fault[] {
  const { compiled } = compiledOf(object);
  const images = (compiled?.images ?? [])
    .filter(image => !isImageAllowed(settings, image))
    .map(image => ({
      path: 'spec.pipelineSpec.deploymentSpec.executors',
      message: `"${image}" is not an image that ${domain} may run`,
    }));
  return [...images, ...secretFaults(specOf(object).platformSpec, settings)];
}

/** What may not change in a version that is there: the next one is another object. */
export function fixedInVersion(
  previous: KubernetesObject,
  next: KubernetesObject,
): Fault[] {
  const [before, after] = [specOf(previous), specOf(next)];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .filter(
      key =>
        !CHANGEABLE.has(key) &&
        JSON.stringify(inOrder(before[key])) !==
          JSON.stringify(inOrder(after[key])),
    )
    .map(key => ({
      path: `spec.${key}`,
      message: 'cannot be changed; ask for another version instead',
    }));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(inOrder);
  }
  return isRecord(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map(key => [key, inOrder(value[key])]),
      )
    : value;
}

function textFaults(spec: Record<string, unknown>): Fault[] {
  return TEXTS.flatMap(key => {
    const value = spec[key];
    const longest = key === 'displayName' ? LONGEST_NAME : LONGEST_TEXT;
    return value === undefined ||
      (typeof value === 'string' && value.length <= longest)
      ? []
      : [
          {
            path: `spec.${key}`,
            message: `must be a text of at most ${longest} characters`,
          },
        ];
  });
}

function tagFaults({ tags }: Record<string, unknown>): Fault[] {
  const isMap =
    tags === undefined ||
    (isRecord(tags) &&
      Object.values(tags).every(value => typeof value === 'string'));
  return isMap
    ? []
    : [{ path: 'spec.tags', message: 'must be a map of texts' }];
}

/** Platform documents name Secrets in ways of their own. */
function secretFaults(
  platform: unknown,
  { secrets }: Pick<DomainSettings, 'secrets'>,
): Fault[] {
  const faults: Fault[] = [];
  const visit = (value: unknown, depth: number) => {
    if (depth > 50) {
      return;
    }
    if (Array.isArray(value)) {
      value.forEach(item => visit(item, depth + 1));
      return;
    }
    for (const [key, item] of Object.entries(isRecord(value) ? value : {})) {
      if (/^secret_?name(_?parameter)?$/i.test(key)) {
        const name = secretNameOf(item);
        if (!name) {
          faults.push({
            path: 'spec.platformSpec',
            message: 'names a Secret that is known only when it runs',
          });
        } else if (!secrets.some(secret => secret.name === name)) {
          faults.push({
            path: 'spec.platformSpec',
            message: `the Secret "${name}" is not one that the domain offers`,
          });
        }
      } else {
        visit(item, depth + 1);
      }
    }
  };
  visit(platform, 0);
  return faults;
}

/** As a text, or as a value of the IR that is known already. */
function secretNameOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  const runtime = isRecord(value)
    ? value.runtimeValue ?? value.runtime_value
    : undefined;
  const constant = isRecord(runtime) ? runtime.constant : undefined;
  return typeof constant === 'string' ? constant : undefined;
}

export function isWebAddress(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    return /^https?:$/.test(protocol) && username === '' && password === '';
  } catch {
    return false;
  }
}
