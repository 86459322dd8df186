import { KubeObject } from '../../types';
import { asObject } from '../json';
import { FieldProblem } from '../KubeStatusError';
import { ResourceDefinition } from '../resources';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const LABEL_KEY = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const LABEL_WORDS = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`;
const SUBDOMAIN_WORDS = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;
const VALUE_WORDS = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;
const KEY_WORDS = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`;

/** What is wrong with an object's name and labels. */
export function metadataProblems(
  resource: ResourceDefinition,
  object: KubeObject,
): FieldProblem[] {
  const { name, labels } = object.metadata;
  return [
    ...nameProblems(resource, name),
    ...Object.entries(asObject(labels)).flatMap(([key, value]) => [
      ...(LABEL_KEY.test(key.split('/').pop() ?? '')
        ? []
        : [invalidValue('metadata.labels', key, KEY_WORDS)]),
      ...(String(value).length > 63
        ? [
            invalidValue(
              'metadata.labels',
              value,
              'must be no more than 63 characters',
            ),
          ]
        : []),
      ...(LABEL_VALUE.test(String(value))
        ? []
        : [invalidValue('metadata.labels', value, VALUE_WORDS)]),
    ]),
  ];
}

function nameProblems(
  resource: ResourceDefinition,
  name: string | undefined,
): FieldProblem[] {
  const field = 'metadata.name';
  if (!name) {
    return [
      {
        reason: 'FieldValueRequired',
        field,
        message: 'Required value: name or generateName is required',
      },
    ];
  }
  if (resource.group === 'rbac.authorization.k8s.io') {
    const bad = ['/', '%'].find(letter => name.includes(letter));
    return bad ? [invalidValue(field, name, `may not contain '${bad}'`)] : [];
  }
  const isLabel = ['namespaces', 'services'].includes(resource.plural);
  const longest = isLabel ? 63 : 253;
  return [
    ...(name.length > longest
      ? [
          invalidValue(
            field,
            name,
            `must be no more than ${longest} characters`,
          ),
        ]
      : []),
    ...((isLabel ? LABEL : SUBDOMAIN).test(name)
      ? []
      : [invalidValue(field, name, isLabel ? LABEL_WORDS : SUBDOMAIN_WORDS)]),
  ];
}

function invalidValue(
  field: string,
  value: unknown,
  words: string,
): FieldProblem {
  return {
    reason: 'FieldValueInvalid',
    field,
    message: `Invalid value: ${JSON.stringify(value)}: ${words}`,
  };
}
