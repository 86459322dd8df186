/** Who asks for tidying: nobody in particular, so that anybody may approve it. @public */
export const TIDY_REQUESTER = 'system:default/lakefront-tidy';

/** Who asks where nobody does, in words; undefined for people and groups. @public */
export function portalRequester(entityRef: string): string | undefined {
  return entityRef === TIDY_REQUESTER ? 'the portal (tidy)' : undefined;
}
