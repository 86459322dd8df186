import { KubeObject } from '../../types';
import { groupVersionOf, ResourceDefinition } from '../resources';
import { toTable } from './table';

/** How an answer shows objects: whole, their metadata only, or as a table. */
export type ViewKind = 'whole' | 'metadata' | 'table';

export interface ListMetadata {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

/** Chooses by `Accept`; the first that is known wins, as clients order them. */
export function chooseView(accept: string | undefined): ViewKind {
  for (const part of (accept ?? '').split(',')) {
    const type = part.split(';')[0].trim();
    if (['application/json', '*/*', 'application/*'].includes(type)) {
      if (/as=Table\b/.test(part)) {
        return 'table';
      }
      return /as=PartialObjectMetadata/.test(part) ? 'metadata' : 'whole';
    }
  }
  return 'whole';
}

export interface ViewOptions {
  view: ViewKind;
  resource: ResourceDefinition;
  /** Milliseconds since the epoch, for ages. */
  now: number;
  /** `includeObject` of tables. */
  include: string;
}

/** One object, as an answer or as part of a watch event. */
export function viewObject(object: KubeObject, options: ViewOptions): object {
  const { view, resource } = options;
  if (view === 'table') {
    return toTable([object], resource, {
      metadata: { resourceVersion: object.metadata.resourceVersion ?? '' },
      now: options.now,
      include: options.include,
    });
  }
  return view === 'metadata' ? partial(object) : object;
}

export function viewList(
  items: KubeObject[],
  metadata: ListMetadata,
  options: ViewOptions,
): object {
  const { view, resource } = options;
  if (view === 'table') {
    return toTable(items, resource, {
      metadata,
      now: options.now,
      include: options.include,
    });
  }
  return view === 'metadata'
    ? {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: items.map(partial),
      }
    : {
        kind: `${resource.kind}List`,
        apiVersion: groupVersionOf(resource),
        metadata,
        items: resource.custom ? items : items.map(withoutKind),
      };
}

/** A list of a built-in kind names it once, on itself; only custom objects repeat it. */
function withoutKind({ kind, apiVersion, ...item }: KubeObject): object {
  return item;
}

export function partial({ metadata }: KubeObject) {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
  };
}
