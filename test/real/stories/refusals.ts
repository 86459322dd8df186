import { expect, test } from '@playwright/test';
import { proposal, sparkJob } from '../../e2e/api/support/sparkJob';
import { until } from '../../e2e/api/support/until';
import { JOBS } from '../support/follow';
import type { Manifest } from '../support/KubeHttp';
import { type CircleDesk } from './circleDesk';

/** What no schema and no quota says. */
const FROZEN: Manifest = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'frozen' },
  spec: {
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: ['sparkoperator.k8s.io'],
          apiVersions: ['*'],
          operations: ['CREATE'],
          resources: ['sparkapplications'],
        },
      ],
    },
    validations: [
      {
        expression: "!object.metadata.name.startsWith('not-')",
        message: 'nothing starts with not-',
      },
    ],
  },
};
const FROZEN_HERE: Manifest = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'frozen' },
  spec: { policyName: 'frozen', validationActions: ['Deny'] },
};

/** What is refused before anything is written. One story builds on the ones before it. */
export function refusalStories(desk: CircleDesk) {
  const { where, keyed, portal, gitops, kubernetes } = desk;

  test('what the published schema refuses is refused before there is a branch', async () => {
    const before = await gitops().branches();
    const object = sparkJob('not-so', { type: 'Cobol' });
    const answer = await portal()
      .as('mia')
      .post('/lakehouse/changes', proposal(object, where), keyed('not-so'));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('type');
    expect(await gitops().branches()).toEqual(before);
  });

  test('what only admission refuses is refused before there is a branch', async () => {
    await kubernetes().mustApply(FROZEN);
    await kubernetes().mustApply(FROZEN_HERE);
    const before = await gitops().branches();
    const object = sparkJob('not-now');
    // The API server takes a policy up a moment after it took it in.
    const { body } = await until(
      () =>
        portal()
          .as('mia')
          .post('/lakehouse/changes/check', proposal(object, where)),
      answer => answer.body.ok === false,
      { what: 'the dry run is refused' },
    );
    expect(body.problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'dry-run',
        message: expect.stringContaining('nothing starts with not-'),
      }),
    ]);
    expect(await gitops().branches()).toEqual(before);
    expect((await kubernetes().get(`${JOBS}/not-now`)).status).toBe(404);
  });
}
