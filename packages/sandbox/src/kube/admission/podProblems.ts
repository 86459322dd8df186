import { KubeObject } from '../../types';
import { asArray, asObject, isObject } from '../json';
import { FieldProblem } from '../KubeStatusError';
import { formatQuantity } from '../quantity';
import { amountsOf } from './podResources';

/** What the server itself refuses about a pod: no container, no image, more asked for than allowed. */
export function podProblems(pod: KubeObject): FieldProblem[] {
  const spec = asObject(pod.spec);
  const containers = asArray(spec.containers).filter(isObject);
  return [
    ...(containers.length
      ? []
      : [
          {
            reason: 'FieldValueRequired' as const,
            field: 'spec.containers',
            message: 'Required value',
          },
        ]),
    ...containers.flatMap((container, index) => {
      const path = `spec.containers[${index}]`;
      const resources = asObject(container.resources);
      const limits = amountsOf(resources.limits);
      return [
        ...(container.image
          ? []
          : [
              {
                reason: 'FieldValueRequired' as const,
                field: `${path}.image`,
                message: 'Required value',
              },
            ]),
        ...[...amountsOf(resources.requests)].flatMap(([name, request]) => {
          const limit = limits.get(name);
          return limit && request.nano > limit.nano
            ? [
                {
                  reason: 'FieldValueInvalid' as const,
                  field: `${path}.resources.requests`,
                  message: `Invalid value: "${formatQuantity(
                    request,
                  )}": must be less than or equal to ${name} limit of ${formatQuantity(
                    limit,
                  )}`,
                },
              ]
            : [];
        }),
      ];
    }),
  ];
}
