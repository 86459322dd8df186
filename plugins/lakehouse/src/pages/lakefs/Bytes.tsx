import { formatBytes } from '@lakefront/backstage-plugin-lakehouse-common';

/** About how many bytes, and exactly how many to who points at it. */
export function Bytes({ of: bytes }: { of: number }) {
  return (
    <span title={`${bytes.toLocaleString('en')} bytes`}>
      {formatBytes(bytes)}
    </span>
  );
}
