import type { LakeFSBranch } from './LakeFSBranch';

/** What lakeFS takes for a branch: no slash, no dot, no dash first. */
const BRANCH_ID = /^[a-zA-Z0-9_][-a-zA-Z0-9_]*$/;

/** Name of an object's branch; undefined where neither its spec nor its name gives one. */
export function branchOf({
  metadata,
  spec,
}: Pick<LakeFSBranch, 'spec'> & {
  metadata: { name: string };
}): string | undefined {
  const name = spec.branch ?? metadata.name;
  return BRANCH_ID.test(name) ? name : undefined;
}

/** Who claims a branch: `<cluster name>/<namespace>/<name>`. */
export function ownerOf(
  clusterName: string,
  { namespace, name }: { namespace: string; name: string },
): string {
  return `${clusterName}/${namespace}/${name}`;
}
