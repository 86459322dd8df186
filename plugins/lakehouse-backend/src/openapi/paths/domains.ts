import { operation, withBody } from './parts';

/** What is about domains. */
export const domains = {
  '/domains': {
    get: operation(
      'listDomains',
      'Domains that you may see, with what they have and use; all that fit, without a limit.',
      ['limit', 'cursor', 'since'],
      'DomainList',
    ),
  },
  '/domains/{domain}': {
    get: operation(
      'getDomain',
      'A domain: members, settings, rules, syncs.',
      ['domainPath', 'since'],
      'DomainDetail',
    ),
  },
  '/domains/{domain}/usage': {
    get: operation(
      'listDomainUsage',
      'How the quotas of a domain were used over time, in at most about 170 points each.',
      ['domainPath', 'from', 'to'],
      'QuotaHistoryList',
    ),
  },
  '/fit': {
    post: withBody(
      operation(
        'computeFit',
        'Whether a footprint fits a domain now, and what stands in the way.',
        [],
        'Fit',
      ),
      'FitRequest',
    ),
  },
};
