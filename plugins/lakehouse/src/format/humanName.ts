/** The last part of an entity ref, for people: `user:default/mia` is `mia`. */
export function humanName(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1) || entityRef;
}
