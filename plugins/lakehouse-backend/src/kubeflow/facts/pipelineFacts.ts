import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import type { PipelineFacts } from '../../index/rows';
import { fieldsAt, given, isFields, textIn } from './shapes';

export function readPipelineFacts(object: KubernetesObject): PipelineFacts {
  const spec = fieldsAt(object, 'spec');
  return {
    ...given('title', textIn(spec, 'displayName')),
    ...given('description', textIn(spec, 'description')),
  };
}

export function readVersionFacts(object: KubernetesObject): PipelineFacts {
  const spec = fieldsAt(object, 'spec');
  return {
    ...given('title', textIn(spec, 'displayName')),
    ...given('description', textIn(spec, 'description')),
    ...given('pipeline', textIn(spec, 'pipelineName')),
    ...given('codeSource', webAddress(textIn(spec, 'codeSourceURL'))),
    steps: countSteps(fieldsAt(spec, 'pipelineSpec')),
  };
}

/** Only what a browser may be led to. */
function webAddress(text: string | undefined): string | undefined {
  const protocol = text && URL.parse(text)?.protocol;
  return protocol === 'https:' || protocol === 'http:' ? text : undefined;
}

/**
 * Tasks that run something: those of executors, as often as they stand in
 * graphs that lead there from the root. A graph that leads into itself, which
 * KFP refuses, is gone into once.
 */
function countSteps(pipelineSpec: unknown): number {
  const components = fieldsAt(pipelineSpec, 'components');
  const counted = new Map<string, number>();
  function within(dag: unknown): number {
    return Object.values(fieldsAt(dag, 'tasks')).reduce<number>((sum, task) => {
      const name = textIn(fieldsAt(task, 'componentRef'), 'name');
      return name === undefined ? sum : sum + stepsOf(name);
    }, 0);
  }
  function stepsOf(name: string): number {
    const known = counted.get(name);
    if (known !== undefined) {
      return known;
    }
    counted.set(name, 0);
    const component = fieldsAt(components, name);
    const count = isFields(component.dag) ? within(component.dag) : 1;
    counted.set(name, count);
    return count;
  }
  return within(fieldsAt(pipelineSpec, 'root', 'dag'));
}
