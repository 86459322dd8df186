import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Memory that a process holds, in bytes, as the machine counts it: freed heap that is kept for later included. */
export async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', [
    ...['-o', 'rss=', '-p', String(pid)],
  ]);
  return Number(stdout.trim()) * 1024;
}
