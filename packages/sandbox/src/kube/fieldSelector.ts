import { KubeObject } from '../types';
import { valueAt } from './json';
import { badRequest } from './KubeStatusError';
import { ResourceDefinition } from './resources';

const EVERYWHERE = ['metadata.name', 'metadata.namespace'];

/** What each built-in resource can be selected by, beside name and namespace. */
const SELECTABLE: Record<string, string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  secrets: ['type'],
  jobs: ['status.successful'],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

/** Parses a field selector (`=`, `==`, `!=`); an unknown field is refused. */
export function parseFieldSelector(
  selector: string | undefined,
  resource: ResourceDefinition,
): (object: KubeObject) => boolean {
  const requirements = (selector ?? '')
    .split(',')
    .filter(part => part.trim() !== '')
    .map(part => parseRequirement(part.trim(), resource));
  return object => requirements.every(requirement => requirement(object));
}

function parseRequirement(text: string, resource: ResourceDefinition) {
  const match = /^([^=!]+?)(==|=|!=)(.*)$/.exec(text);
  if (!match) {
    throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  }
  const [, field, operator, value] = match;
  const selectable = resource.custom ? [] : SELECTABLE[resource.plural] ?? [];
  if (!EVERYWHERE.includes(field) && !selectable.includes(field)) {
    throw badRequest(`field label not supported: ${field}`);
  }
  const wanted = operator !== '!=';
  return (object: KubeObject) =>
    (fieldText(object, field) === value) === wanted;
}

function fieldText(object: KubeObject, field: string): string {
  const path = field === 'source' ? 'source.component' : field;
  const value = valueAt(object, ...path.split('.'));
  return value === undefined || value === null ? '' : String(value);
}
