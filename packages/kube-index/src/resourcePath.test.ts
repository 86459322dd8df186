import { resourcePath } from './resourceApi';
import { ResourceDefinition } from './types';

const pods: ResourceDefinition = {
  id: 'pods',
  group: '',
  version: 'v1',
  plural: 'pods',
  project: () => undefined,
};

describe('resourcePath', () => {
  it.each([
    [pods, '/api/v1/pods?watch=true'],
    [
      { ...pods, labelSelector: 'a=b', fieldSelector: 'type=Warning' },
      '/api/v1/pods?labelSelector=a%3Db&fieldSelector=type%3DWarning&watch=true',
    ],
    [
      { ...pods, namespace: 'lakefront-system' },
      '/api/v1/namespaces/lakefront-system/pods?watch=true',
    ],
    [
      { ...pods, group: 'batch', plural: 'jobs', namespace: 'x' },
      '/apis/batch/v1/namespaces/x/jobs?watch=true',
    ],
  ])('%# asks where the definition says', (definition, path) => {
    expect(resourcePath(definition, { watch: 'true' })).toBe(path);
  });
});
