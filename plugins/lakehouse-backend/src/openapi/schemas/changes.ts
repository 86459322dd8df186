import { count, list, listOf, name, object, text, type Schemas } from './parts';

/** What is asked for, and what became of it. */
export const changes: Schemas = {
  Proposal: {
    type: 'object',
    additionalProperties: false,
    required: ['domain', 'kubernetesCluster', 'objects'],
    properties: {
      domain: name,
      kubernetesCluster: name,
      title: { type: 'string', maxLength: 200 },
      description: { type: 'string', maxLength: 10000 },
      objects: {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['kind'],
          // Which of the others an action needs, `wantedObject` says.
          properties: {
            kind: name,
            action: {
              type: 'string',
              enum: [
                ...['create', 'update', 'edit', 'verb', 'delete'],
                ...['adopt', 'undo'],
              ],
            },
            object: { type: 'object', additionalProperties: true },
            name,
            verb: name,
            change: name,
            values: {
              type: 'array',
              minItems: 1,
              maxItems: 50,
              items: {
                type: 'object',
                additionalProperties: false,
                required: ['path', 'value'],
                properties: {
                  path: { type: 'string', maxLength: 253 },
                  value: {},
                },
              },
            },
          },
        },
      },
    },
  },
  Change: object(
    {
      ...{ id: text, title: text, phase: text },
      blocked: { type: 'object' },
      ...{ domain: text, kubernetesCluster: text, requestedBy: text },
      ...{ createdAt: text, updatedAt: text, url: text, number: count },
      ...{ summary: text, message: text },
      operations: listOf({ type: 'object' }),
      steps: listOf({ type: 'object' }),
      consequences: listOf(text),
      files: listOf({ type: 'object' }),
      listedIn: listOf(text),
      truncated: { type: 'boolean' },
      ...{ mayChange: { type: 'boolean' }, domainOwner: text },
    },
    ['id', 'phase', 'title'],
  ),
  ChangeList: list('Change'),
  ChangeCheck: object(
    {
      ok: { type: 'boolean' },
      problems: listOf({ type: 'object' }),
      operations: listOf({ type: 'object' }),
      consequences: listOf(text),
      files: listOf({ type: 'object' }),
    },
    ['ok', 'problems'],
  ),
};
