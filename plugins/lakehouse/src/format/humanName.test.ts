import { TIDY_REQUESTER } from '@lakefront/backstage-plugin-lakehouse-common';
import { humanName } from './humanName';

it.each([
  ['user:default/mia', 'mia'],
  ['group:default/sales-data', 'sales-data'],
  ['whoever merged', 'whoever merged'],
  ['odd/', 'odd/'],
  [TIDY_REQUESTER, 'the portal (tidy)'],
  // An entity of the catalog that is called alike is itself.
  ['user:default/lakefront-tidy', 'lakefront-tidy'],
])('calls %s as people do', (entityRef, name) => {
  expect(humanName(entityRef)).toBe(name);
});
