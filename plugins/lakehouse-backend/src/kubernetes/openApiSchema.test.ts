import { pickSchema } from './openApiSchema';

const JOB = { group: 'batch', version: 'v1', kind: 'Job' };

const SCHEMAS = {
  'io.k8s.Job': {
    type: 'object',
    properties: { spec: { $ref: '#/components/schemas/io.k8s.JobSpec' } },
    'x-kubernetes-group-version-kind': [JOB],
  },
  'io.k8s.JobSpec': {
    type: 'object',
    properties: {
      again: { items: { $ref: '#/components/schemas/io.k8s.Job' } },
    },
  },
  'io.k8s.Other': { type: 'object' },
};

describe('pickSchema', () => {
  it('carries along what the schema refers to, and no more', () => {
    expect(pickSchema(SCHEMAS, JOB)).toEqual({
      ...SCHEMAS['io.k8s.Job'],
      components: {
        schemas: {
          'io.k8s.Job': SCHEMAS['io.k8s.Job'],
          'io.k8s.JobSpec': SCHEMAS['io.k8s.JobSpec'],
        },
      },
    });
  });

  it('has none for a kind that is not there', () => {
    expect(pickSchema(SCHEMAS, { ...JOB, kind: 'Nothing' })).toBeUndefined();
  });
});
