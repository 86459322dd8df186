import { portalRequester } from '@lakefront/backstage-plugin-lakehouse-common';

/** The last part of an entity ref, for people: `user:default/mia` is `mia`; the portal's own doing in words. */
export function humanName(entityRef: string): string {
  return (
    portalRequester(entityRef) ??
    (entityRef.slice(entityRef.lastIndexOf('/') + 1) || entityRef)
  );
}
