import type { WorkloadKind } from '../kinds/WorkloadKind';
import { toManifest, withLakefrontMetadata } from '../manifest';
import { findCredentials } from '../mask';
import type { JsonValue, KubernetesObject } from '../types';
import type { FormContext } from './KindForm';

/** Answers travel in an address, which servers and browsers take up to a length. */
const LONGEST = 8_000;

type FormedKind = Pick<
  WorkloadKind,
  'form' | 'group' | 'version' | 'kind' | 'mask' | 'compiled' | 'emptyStatus'
>;

/**
 * The answers of a kind's form that make this very manifest from what the
 * domain's settings are now; nothing where none do, where it holds what looks
 * like a credential, or where they are too many for an address. Who asked for
 * it and by which change is no part of it. Pure.
 * @public
 */
export function formAnswers(
  manifest: KubernetesObject,
  options: FormContext & {
    kind: FormedKind;
    namespace: string;
    owner?: string;
  },
): Record<string, JsonValue> | undefined {
  const { kind, namespace, owner, ...context } = options;
  if (!kind.form || findCredentials(manifest, kind).length > 0) {
    return undefined;
  }
  const written = (object: { metadata: { name: string } }) =>
    JSON.stringify(
      toManifest(
        withLakefrontMetadata({ ...object }, { kind, namespace, owner }),
      ),
    );
  try {
    // As they come out of an address: without what is not there.
    const text = JSON.stringify(kind.form.guess(manifest, context));
    const answers = JSON.parse(text);
    return encodeURIComponent(text).length <= LONGEST &&
      written(kind.form.build(answers, context)) === written(manifest)
      ? answers
      : undefined;
  } catch {
    // Git holds whatever people wrote: what cannot be read as the form's is not.
    return undefined;
  }
}
