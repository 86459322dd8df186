const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Cores for people: `6`, `0.5`, `1.25`; without a unit. @public */
export function formatCpu(cores: number): string {
  const digits = Math.abs(cores) >= 100 ? 0 : 2;
  return String(Number(cores.toFixed(digits)));
}

/** Bytes for people: `14 GiB`, `1.4 GiB`, `512 MiB`. @public */
export function formatBytes(bytes: number): string {
  let amount = Math.abs(bytes);
  let unit = 0;
  // 1023.95 would be shown as 1024 of the smaller unit.
  while (amount >= 1023.95 && unit < BYTE_UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 ? 0 : 1;
  const sign = bytes < 0 ? '-' : '';
  return `${sign}${Number(amount.toFixed(digits))} ${BYTE_UNITS[unit]}`;
}
