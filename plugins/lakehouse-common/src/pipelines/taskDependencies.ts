import type { PathPart } from '../jsonPath';
import type { IrTask } from './ir';

/** One task that another waits for. */
export interface TaskDependency {
  producer: string;
  /** What it gives; nothing where only the order is said. */
  value?: string;
  /** Where the waiting task says so. */
  at: PathPart[];
}

/** The tasks that one waits for: said as such, or as those whose outputs it takes. */
export function dependenciesOf(task: IrTask): TaskDependency[] {
  const { parameters, artifacts } = task.inputs ?? {};
  return [
    ...(task.dependentTasks ?? []).map((producer, index) => ({
      producer,
      at: ['dependentTasks', index],
    })),
    ...Object.entries(parameters ?? {}).flatMap(([name, input]) => {
      const from = input.taskOutputParameter ?? input.taskFinalStatus;
      const at = ['inputs', 'parameters', name];
      return from
        ? [
            {
              producer: from.producerTask ?? '',
              value: input.taskOutputParameter?.outputParameterKey,
              at,
            },
          ]
        : [];
    }),
    ...Object.entries(artifacts ?? {}).flatMap(([name, input]) => {
      const from = input.taskOutputArtifact;
      const at = ['inputs', 'artifacts', name];
      return from
        ? [
            {
              producer: from.producerTask ?? '',
              value: from.outputArtifactKey,
              at,
            },
          ]
        : [];
    }),
  ];
}
