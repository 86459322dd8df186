import { count, list, object, text, type Schemas } from './parts';

/** Words that more than one area answers with. */
export const shared: Schemas = {
  Freshness: object(
    {
      kubernetesCluster: text,
      resource: text,
      state: {
        type: 'string',
        enum: [
          'syncing',
          'live',
          'stale',
          'unreachable',
          'forbidden',
          'absent',
        ],
      },
      since: text,
      lastHeardAt: text,
      message: text,
      count,
    },
    ['kubernetesCluster', 'resource', 'state', 'since'],
  ),
  Footprint: {
    type: 'object',
    additionalProperties: false,
    required: ['cpu', 'memory', 'gpu', 'pods', 'parts'],
    properties: {
      cpu: { type: 'number', minimum: 0, maximum: 1e9 },
      memory: { type: 'number', minimum: 0, maximum: 1e18 },
      gpu: { type: 'number', minimum: 0, maximum: 1e6 },
      pods: { type: 'number', minimum: 0, maximum: 1e6 },
      parts: {
        type: 'array',
        // As many as a pipeline may have steps, each named by the groups that it is in.
        maxItems: 2000,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['role', 'count', 'minCount', 'cpu', 'memory', 'gpu'],
          properties: {
            role: { type: 'string', maxLength: 5000 },
            path: { type: 'string', maxLength: 5000 },
            count: { type: 'number', minimum: 0, maximum: 1e6 },
            minCount: { type: 'number', minimum: 0, maximum: 1e6 },
            cpu: { type: 'number', minimum: 0, maximum: 1e9 },
            cpuLimit: { type: 'number', minimum: 0, maximum: 1e9 },
            memory: { type: 'number', minimum: 0, maximum: 1e18 },
            gpu: { type: 'number', minimum: 0, maximum: 1e6 },
          },
        },
      },
    },
  },
  FreshnessList: list('Freshness'),
  Error: object({
    error: object({ name: text, message: text }, ['name', 'message']),
  }),
};
