import { toString as toWords } from 'cronstrue';
import { cronFields, parseCron } from './parseCron';

/**
 * A schedule of five fields in words: `At 03:00 AM, Europe/Berlin`. What is no
 * such schedule stays as it is.
 * @public
 */
export function cronWords(cron: string, zone?: string): string {
  try {
    parseCron(cron);
    const words = toWords(cronFields(cron).join(' ').replace(/\?/g, '*'));
    return zone ? `${words}, ${zone}` : words;
  } catch {
    return zone ? `${cron}, ${zone}` : cron;
  }
}

/** Why something is no schedule of five fields, or nothing. @public */
export function cronProblem(cron: unknown): string | undefined {
  try {
    parseCron(typeof cron === 'string' ? cron : '');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * The five fields of a schedule of KFP, which says seconds first; nothing
 * where it is due at another second than 0, or is none. @public
 */
export function withoutSeconds(sixFields: string): string | undefined {
  const [seconds, ...fields] = sixFields.trim().split(/\s+/);
  const cron = fields.join(' ');
  return seconds === '0' && cronProblem(cron) === undefined ? cron : undefined;
}
