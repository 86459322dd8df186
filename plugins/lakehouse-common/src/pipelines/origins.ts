import type { JsonValue } from '../types';
import type { IrTask, IrTaskArtifact, IrTaskParameter, IrValue } from './ir';
import { plainName } from './valueInfo';

/** Where each input of a component comes from, in words: `day`, `extract.rows`, or the value itself. */
export type Origins = ReadonlyMap<string, string>;

/** A text that is shown is no longer than this. */
export const LONGEST_TEXT = 400;

export function clip(text: string): string {
  return text.length > LONGEST_TEXT
    ? `${text.slice(0, LONGEST_TEXT - 1)}…`
    : text;
}

/** Of what a task takes, in the room whose component takes `outer`. */
export function originsOf(task: IrTask, outer: Origins): Origins {
  const { parameters, artifacts } = task.inputs ?? {};
  return new Map([
    ...Object.entries(parameters ?? {}).map(
      ([name, input]): [string, string] => [
        name,
        clip(parameterOrigin(input, outer)),
      ],
    ),
    ...Object.entries(artifacts ?? {}).map(
      ([name, input]): [string, string] => [
        name,
        clip(artifactOrigin(input, outer)),
      ],
    ),
  ]);
}

function parameterOrigin(input: IrTaskParameter, outer: Origins): string {
  return `${parameterSource(input, outer)}${selected(
    input.parameterExpressionSelector,
  )}`;
}

function parameterSource(input: IrTaskParameter, outer: Origins): string {
  if (input.taskOutputParameter) {
    const { producerTask, outputParameterKey } = input.taskOutputParameter;
    return outputOf(producerTask, outputParameterKey);
  }
  if (input.taskFinalStatus) {
    return `${input.taskFinalStatus.producerTask ?? ''} (how it ended)`;
  }
  if (input.componentInputParameter !== undefined) {
    return fromOuter(input.componentInputParameter, outer);
  }
  return valueText(input.runtimeValue, outer);
}

function artifactOrigin(input: IrTaskArtifact, outer: Origins): string {
  if (input.taskOutputArtifact) {
    const { producerTask, outputArtifactKey } = input.taskOutputArtifact;
    return outputOf(producerTask, outputArtifactKey);
  }
  return fromOuter(input.componentInputArtifact ?? '', outer);
}

/**
 * What a group gives is called by `kfp` after the step in it that makes it:
 * `for-loop-1.fit-score`.
 */
function outputOf(task = '', key = ''): string {
  return `${task}.${plainName(key)}`;
}

function fromOuter(name: string, outer: Origins): string {
  return outer.get(name) ?? plainName(name);
}

/** A constant as people write it; a reference as where it leads. */
export function valueText(value: IrValue | undefined, outer: Origins): string {
  if (value?.runtimeParameter !== undefined) {
    return fromOuter(value.runtimeParameter, outer);
  }
  const old = value?.constantValue;
  const constant: JsonValue | undefined =
    value?.constant ?? old?.stringValue ?? old?.intValue ?? old?.doubleValue;
  return typeof constant === 'string'
    ? constant
    : JSON.stringify(constant ?? null);
}

function selected(selector: string | undefined): string {
  if (!selector) {
    return '';
  }
  const within = /^parseJson\(string_value\)(.{1,200})$/.exec(selector);
  return within ? within[1] : ` (${selector})`;
}

const REFERENCE =
  /inputs\.(?:parameter_values|parameters|artifacts)\['([^']{1,300})'\](?:\.(?:string|int|double)_value)?/g;

/** A condition with where its values come from in place of the names that `kfp` gave them. */
export function whenText(condition: string, origins: Origins): string {
  return clip(
    condition
      .slice(0, 4 * LONGEST_TEXT)
      .replace(REFERENCE, (_, name: string) => fromOuter(name, origins)),
  );
}
