import { allows, allowsPath, describeRules, missingRules } from './rbac';

const read = {
  apiGroups: [''],
  resources: ['pods', 'pods/log', 'configmaps'],
  verbs: ['get', 'list'],
};

describe('rules', () => {
  it.each([
    [read, { verb: 'get', group: '', resource: 'pods' }, true],
    [read, { verb: 'get', group: '', resource: 'pods/log' }, true],
    [read, { verb: 'get', group: '', resource: 'pods/exec' }, false],
    [read, { verb: 'watch', group: '', resource: 'pods' }, false],
    [read, { verb: 'get', group: 'apps', resource: 'pods' }, false],
    [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { verb: 'delete', group: 'apps', resource: 'deployments/scale' },
      true,
    ],
    [
      { apiGroups: [''], resources: ['*/status'], verbs: ['patch'] },
      { verb: 'patch', group: '', resource: 'pods/status' },
      true,
    ],
    [
      { ...read, resourceNames: ['lakefront-marker'] },
      {
        verb: 'get',
        group: '',
        resource: 'configmaps',
        name: 'lakefront-marker',
      },
      true,
    ],
    [
      { ...read, resourceNames: ['lakefront-marker'] },
      { verb: 'get', group: '', resource: 'configmaps', name: 'other' },
      false,
    ],
    [
      { ...read, resourceNames: ['lakefront-marker'] },
      { verb: 'list', group: '', resource: 'configmaps' },
      false,
    ],
  ])('%j and %j: %s', (rule, request, allowed) => {
    expect(allows([rule], request)).toBe(allowed);
  });

  it('match paths, with a star at the end', () => {
    const rules = [
      { nonResourceURLs: ['/openapi/*', '/version'], verbs: ['get'] },
    ];
    expect(allowsPath(rules, 'get', '/openapi/v3')).toBe(true);
    expect(allowsPath(rules, 'get', '/version')).toBe(true);
    expect(allowsPath(rules, 'get', '/versions')).toBe(false);
    expect(allowsPath(rules, 'post', '/version')).toBe(false);
  });

  it('say what somebody would give away without having it', () => {
    const missing = missingRules(
      [read],
      [
        {
          apiGroups: [''],
          resources: ['pods', 'secrets'],
          verbs: ['get', 'list'],
        },
        {
          ...read,
          resourceNames: ['a'],
          verbs: ['delete'],
          resources: ['pods'],
        },
      ],
    );
    expect(describeRules(missing)).toBe(
      '{APIGroups:[""], Resources:["pods"], ResourceNames:["a"], Verbs:["delete"]}\n{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}',
    );
    expect(missingRules([read], [read])).toEqual([]);
  });
});
