/** By these names Kustomize finds its file, in this order. @public */
export const KUSTOMIZATION_NAMES = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** What a kustomization may say without changing what is applied. */
const HARMLESS = ['apiVersion', 'kind', 'metadata', 'resources'];

/**
 * Fields of a kustomization that make what is applied something else than what
 * is in the files it lists; unknown ones too. Pure.
 * @public
 */
export function changingFields(
  kustomization: Record<string, unknown>,
  /** Where its objects are anyway. */
  namespace: string,
): string[] {
  return Object.keys(kustomization).filter(
    key =>
      !HARMLESS.includes(key) &&
      !(key === 'namespace' && kustomization.namespace === namespace),
  );
}
