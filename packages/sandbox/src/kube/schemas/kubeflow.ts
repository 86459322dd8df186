import {
  anything,
  freeForm,
  JsonSchema,
  list,
  object,
  oneOf,
  string,
  stringMap,
} from './JsonSchema';

const condition = object(
  {
    message: { ...string, maxLength: 32768 },
    reason: string,
    status: oneOf('True', 'False', 'Unknown'),
    type: {
      ...string,
      maxLength: 316,
      pattern:
        '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$',
    },
  },
  ['message', 'reason', 'status', 'type'],
);

export const pipeline = object({
  spec: object({ description: string, displayName: string, tags: stringMap }),
});

export const pipelineVersion = object({
  spec: object(
    {
      codeSourceURL: string,
      description: string,
      displayName: string,
      pipelineName: string,
      // What stands in these two is the business of KFP's webhook.
      pipelineSpec: anything,
      pipelineSpecURI: string,
      platformSpec: anything,
      tags: stringMap,
      versionName: {
        ...string,
        maxLength: 253,
        pattern: '^[a-z0-9]([a-z0-9\\.\\-]*[a-z0-9])?$',
      },
    },
    ['pipelineSpec'],
  ),
  status: object({ conditions: list(condition) }),
});

/** Both are wanted, however empty. */
export const scheduledWorkflow = object({ spec: freeForm, status: freeForm }, [
  'spec',
  'status',
]);

/** As Argo's small definition has it: nothing of a workflow is checked by the API server. */
export const workflow: JsonSchema = object(
  { spec: freeForm, status: freeForm },
  ['spec'],
);
