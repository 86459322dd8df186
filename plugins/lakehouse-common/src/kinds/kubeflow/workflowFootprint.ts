import { isRecord } from '../../jsonPath';
import { containerFields } from '../../pipelines/containerFields';
import type { Footprint, FootprintPart, KubernetesObject } from '../../types';
import { NOTHING, recordAt, recordsAt, specOf, textAt } from './shapes';

/** KFP hands component and container of each step to its workflow as JSON, under names with one hash. */
const COMPONENT = 'components-';
const CONTAINER = 'implementations-';

/**
 * What a run asks for if each of its steps has one pod at the same time. Its
 * pods say what they ask for only when they are made, as KFP fills it in then.
 */
export function workflowFootprint(object: KubernetesObject): Footprint {
  const said = new Map(
    recordsAt(recordAt(specOf(object), 'arguments'), 'parameters').flatMap(
      parameter => {
        const value = readJson(textAt(parameter, 'value'));
        return value ? [[String(parameter.name), value] as const] : [];
      },
    ),
  );
  const parts = [...said].flatMap(([name, container]): FootprintPart[] => {
    const { image, resources = {} } = name.startsWith(CONTAINER)
      ? containerFields(container)
      : {};
    const component = said.get(name.replace(CONTAINER, COMPONENT)) ?? {};
    return image
      ? [
          {
            role:
              textAt(component, 'executorLabel')?.replace(/^exec-/, '') ??
              'step',
            ...{ count: 1, minCount: 0 },
            cpu: resources.cpu ?? 0,
            memory: resources.memory ?? 0,
            gpu: resources.gpu ?? 0,
          },
        ]
      : [];
  });
  if (parts.length === 0) {
    return NOTHING;
  }
  const total = (key: 'cpu' | 'memory' | 'gpu') =>
    parts.reduce((sum, part) => sum + part[key], 0);
  return {
    cpu: Math.round(total('cpu') * 1000) / 1000,
    ...{ memory: total('memory'), gpu: total('gpu'), pods: parts.length },
    parts,
  };
}

function readJson(
  text: string | undefined,
): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
