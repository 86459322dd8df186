import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';

/** Runs a check and leaves a trace of every refusal; "not yours" looks like "not there". */
export async function auditDenied<T>(
  auditor: AuditorService,
  request: Request,
  options: { eventId: string; meta: JsonObject; run(): Promise<T> },
): Promise<T> {
  try {
    return await options.run();
  } catch (error) {
    if (error instanceof NotAllowedError || error instanceof NotFoundError) {
      const { eventId, meta } = options;
      const event = await auditor.createEvent({
        eventId,
        severityLevel: 'medium',
        request,
        meta,
      });
      await event.fail({ error });
    }
    throw error;
  }
}
