import { mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { Request } from 'express';
import { auditDenied } from './auditDenied';

describe('auditDenied', () => {
  const request = {} as Request;
  const meta = { name: 'daily' };

  function setUp() {
    const fail = jest.fn();
    const auditor = mockServices.auditor.mock({
      createEvent: jest.fn(async () => ({ fail, success: jest.fn() })),
    });
    return { auditor, fail };
  }

  it('leaves no trace of what is allowed', async () => {
    const { auditor } = setUp();
    const run = async () => 'log';
    await expect(
      auditDenied(auditor, request, { eventId: 'log-read', meta, run }),
    ).resolves.toBe('log');
    expect(auditor.createEvent).not.toHaveBeenCalled();
  });

  it.each([new NotAllowedError('no'), new NotFoundError('not there')])(
    'leaves one of %s',
    async error => {
      const { auditor, fail } = setUp();
      const run = async () => {
        throw error;
      };
      await expect(
        auditDenied(auditor, request, { eventId: 'log-read', meta, run }),
      ).rejects.toBe(error);
      expect(auditor.createEvent).toHaveBeenCalledWith({
        eventId: 'log-read',
        severityLevel: 'medium',
        request,
        meta,
      });
      expect(fail).toHaveBeenCalledWith({ error });
    },
  );
});
