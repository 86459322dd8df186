import { operation, withBody } from './parts';

/** What is about change requests. */
export const changes = {
  '/changes': {
    get: operation(
      'listChanges',
      'Change requests of your domains, newest first.',
      [
        'domain',
        'kubernetesCluster',
        'phase',
        'requestedBy',
        'objectKind',
        'objectName',
        'limit',
        'cursor',
        'since',
      ],
      'ChangeList',
    ),
    post: withBody(
      operation(
        'proposeChange',
        'Opens a pull request.',
        ['idempotencyKey', 'gitToken'],
        'Change',
      ),
      'Proposal',
    ),
  },
  '/changes/check': {
    post: withBody(
      operation(
        'checkChange',
        'What a proposal would do and what stands in its way; writes nothing.',
        [],
        'ChangeCheck',
      ),
      'Proposal',
    ),
  },
  '/changes/{id}': {
    get: operation(
      'getChange',
      'A change request; its files only where you may read specs.',
      ['changeIdPath'],
      'Change',
    ),
  },
};
