/** FNV-1a of 32 bits: what Argo puts behind names of nodes and pods. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/** Id of a node: that of the workflow itself is its name. */
export function nodeIdOf(workflow: string, node: string): string {
  return node === workflow ? workflow : `${workflow}-${fnv32a(node)}`;
}

const LONGEST_NAME = 253;
const HASH_LENGTH = 10;

export function podNameOf(
  workflow: string,
  node: string,
  template: string,
): string {
  const prefix = `${workflow}-${template}`.slice(
    0,
    LONGEST_NAME - HASH_LENGTH - 1,
  );
  return `${prefix}-${fnv32a(node)}`;
}
