import { asObject, type JsonObject } from '../../kube/json';
import { fnv32a } from './hash';
import { playedMetadata, playedParameter } from './playedOutputs';
import { runParameters } from './script';
import { stepPathOf } from './stepPath';
import type { ArgoNode, Workflow } from './types';

interface Played {
  workflow: Workflow;
  /** Of the driver. */
  node: ArgoNode;
  task: JsonObject;
  component: JsonObject;
}

/** What the launcher hands to the program: values that are known, and where outputs go. */
export function executorInput(played: Played): object {
  const { node, component } = played;
  const { artifacts } = asObject(component.outputDefinitions);
  const task = stepPathOf(node).tasks.at(-1)!;
  return {
    inputs: {
      parameterValues: parametersTaken(played),
      artifacts: artifactsTaken(played),
    },
    outputs: {
      outputFile: '/tmp/kfp_outputs/output_metadata.json',
      artifacts: Object.fromEntries(
        Object.entries(asObject(artifacts)).map(([key, definition]) => [
          key,
          artifactOf(played, {
            ...{ task, driver: node, key, metadata: {} },
            type: asObject(asObject(definition).artifactType),
          }),
        ]),
      ),
    },
  };
}

export function executionIdOf({ id }: ArgoNode): number {
  return fnv32a(id) % 1_000_000;
}

function parametersTaken({ workflow, task, component }: Played): JsonObject {
  const known = runParameters(workflow);
  const definitions = asObject(asObject(component.inputDefinitions).parameters);
  const valueOf = (name: string, source: JsonObject): unknown => {
    const { constant } = asObject(source.runtimeValue);
    if (source.taskOutputParameter === undefined) {
      return constant ?? known[String(source.componentInputParameter ?? '')];
    }
    const { producerTask, outputParameterKey } = asObject(
      source.taskOutputParameter,
    );
    return playedParameter(
      `${runIdOf(workflow)}/${producerTask}/${outputParameterKey}`,
      asObject(definitions[name]).parameterType,
    );
  };
  return Object.fromEntries(
    Object.entries(asObject(asObject(task.inputs).parameters)).flatMap(
      ([name, source]) => {
        const value = valueOf(name, asObject(source));
        return value === undefined ? [] : [[name, value]];
      },
    ),
  );
}

function artifactsTaken(played: Played): JsonObject {
  const { workflow, node, task, component } = played;
  const definitions = asObject(asObject(component.inputDefinitions).artifacts);
  return Object.fromEntries(
    Object.entries(asObject(asObject(task.inputs).artifacts)).flatMap(
      ([name, source]) => {
        const from = asObject(asObject(source).taskOutputArtifact);
        const producer = String(from.producerTask);
        const driver = driverBeside(workflow, node, producer);
        // What a group gives is some step's in it.
        if (driver?.templateName !== 'system-container-driver') return [];
        const type = asObject(asObject(definitions[name]).artifactType);
        const artifact = artifactOf(played, {
          ...{ task: producer, driver, key: String(from.outputArtifactKey) },
          type,
          metadata: playedMetadata(`${runIdOf(workflow)}/${producer}`, type),
        });
        return [[name, artifact]];
      },
    ),
  );
}

function artifactOf(
  { workflow }: Played,
  of: {
    /** Which gives it. */
    task: string;
    driver: ArgoNode;
    key: string;
    type: JsonObject;
    metadata: JsonObject;
  },
): object {
  const { task, driver, key, type, metadata } = of;
  const place = [
    ...['minio://mlpipeline/v2/artifacts', workflow.metadata.namespace],
    ...[runIdOf(workflow), task, executionIdOf(driver), key],
  ];
  return { artifacts: [{ name: key, type, uri: place.join('/'), metadata }] };
}

/** The driver of another task of the same round. */
function driverBeside(
  workflow: Workflow,
  node: ArgoNode,
  task: string,
): ArgoNode | undefined {
  const prefix = node.name.slice(0, node.name.lastIndexOf('.'));
  return Object.values(workflow.status?.nodes ?? {}).find(
    ({ name }) => name === `${prefix}.${task}-driver`,
  );
}

function runIdOf({ metadata }: Workflow): string | undefined {
  return metadata.labels?.['pipeline/runid'];
}
