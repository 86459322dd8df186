import { formatBytes } from '../../formatAmount';
import type { Reason } from '../../types';
import type { SparkApplication } from './SparkApplication';
import { sparkFootprint } from './sparkFootprint';
import { maskText } from '../../credentialText';

/** States in which the operator's message is about now, not about an earlier attempt. */
const SPEAKING = new Set([
  'FAILING',
  'FAILED',
  'SUBMISSION_FAILED',
  'PENDING_RERUN',
  'SUBMITTED',
  'RUNNING',
  'UNKNOWN',
]);

/** Why a SparkApplication is as it is, in plain words, with what one would edit. */
export function sparkReason(app: SparkApplication): Reason | undefined {
  const { state = '', errorMessage } = app.status?.applicationState ?? {};
  if (!SPEAKING.has(state)) {
    return undefined;
  }
  const text = typeof errorMessage === 'string' ? errorMessage.trim() : '';
  const known = text === '' ? undefined : fromMessage(app, state, text);
  const reason = known ?? lostExecutors(app, state);
  return reason && text !== '' ? { ...reason, detail: maskText(text) } : reason;
}

function fromMessage(
  app: SparkApplication,
  state: string,
  text: string,
): Reason | undefined {
  const exitCode = Number(/ExitCode:?\s*(\d+)/i.exec(text)?.[1] ?? NaN);
  if (/OOMKilled/i.test(text) || exitCode === 137) {
    return outOfMemory(app, text);
  }
  if (/ImagePull|ErrImage|InvalidImageName|manifest unknown/i.test(text)) {
    const image = app.spec.driver?.image ?? app.spec.image;
    return {
      code: 'image-pull',
      message: image
        ? `The image ${image} cannot be pulled.`
        : 'The image cannot be pulled.',
      editPath: 'spec.image',
    };
  }
  if (/exceeded quota|failed to validate resource quota/i.test(text)) {
    return {
      code: 'quota',
      message: `The domain's quota${quotaWords(text)} has no room for it.`,
      editPath: 'spec.executor.instances',
    };
  }
  if (state === 'SUBMISSION_FAILED' || /spark-submit|submission/i.test(text)) {
    return {
      code: 'submission-failed',
      message: 'Spark refused to start it; the detail says why.',
      editPath: 'spec',
    };
  }
  if (state === 'RUNNING' || state === 'SUBMITTED') {
    return { code: 'message', message: maskText(text) };
  }
  return (
    lostExecutors(app, state) ?? {
      code: 'application-error',
      message: Number.isNaN(exitCode)
        ? 'The program failed; its log says why.'
        : `The program ended with exit code ${exitCode}; its log says why.`,
      editPath: 'spec.mainApplicationFile',
    }
  );
}

function outOfMemory(app: SparkApplication, text: string): Reason {
  const role = /executor/i.test(text) ? 'executor' : 'driver';
  const part = sparkFootprint(app).parts.find(one => one.role === role);
  const limit = part ? `, limit ${formatBytes(part.memory)}` : '';
  return {
    code: 'out-of-memory',
    message: `The ${role} ran out of memory (exit 137${limit}).`,
    editPath: `spec.${role}.memory`,
  };
}

function quotaWords(text: string): string {
  const requested = /requested:\s*([^,\s]+)/i.exec(text)?.[1];
  return requested ? ` (${maskText(requested)} asked)` : '';
}

/**
 * Executors that failed. After the driver's own failure all that were left
 * count as failed, so then only some of them, or more than there were places
 * for, tell of a loss.
 */
function lostExecutors(
  app: SparkApplication,
  state: string,
): Reason | undefined {
  const states = Object.values(app.status?.executorState ?? {});
  const failed = states.filter(one => one === 'FAILED').length;
  const places =
    sparkFootprint(app).parts.find(part => part.role === 'executor')?.count ??
    0;
  const driverEnded = state === 'FAILED' || state === 'FAILING';
  const tells = !driverEnded || failed < states.length || failed > places;
  const lost = tells ? failed : 0;
  if (lost === 0) {
    return undefined;
  }
  const many =
    lost === 1 ? '1 executor was lost' : `${lost} executors were lost`;
  return {
    code: 'executor-lost',
    message: driverEnded
      ? `The program failed after ${many}.`
      : `${many}; Spark goes on without.`,
    editPath: 'spec.executor.memory',
  };
}
