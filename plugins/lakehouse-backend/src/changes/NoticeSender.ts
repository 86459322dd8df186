import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { ChangeRow } from './ChangeRow';
import type { ChangeStore } from './ChangeStore';
import type { Clock } from './Clock';
import type { StepContext } from './deriveSteps';
import type { DueNotice, NoticeStore } from './NoticeStore';
import { noticeText, stillHolds } from './notices';

/** Longer than sending takes. */
const HELD_MS = 60_000;
/** 1, 2, 4, 8 minutes between them: a restart of the portal is waited for, a portal without notifications is not. */
const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 60_000;
/** What takes notifications in may hang; shorter than `HELD_MS`. */
const PATIENCE_MS = 20_000;
const AT_ONCE = 20;

/**
 * Tells requesters where their changes are, through Backstage's notifications.
 * Nothing waits for it, and its failures stay its own.
 */
export class NoticeSender {
  #trouble: string | undefined;

  constructor(
    private readonly options: {
      notifications: NotificationService;
      notices: NoticeStore;
      changes: ChangeStore;
      contextOf: (row: ChangeRow) => StepContext;
      clock: Clock;
      logger: LoggerService;
    },
  ) {}

  /** Sends what is due, each by one replica. Never throws. */
  async run(): Promise<void> {
    const { notices, clock } = this.options;
    try {
      const now = clock.now();
      for (const notice of await notices.due(now, AT_ONCE)) {
        if (await notices.take(notice, now + HELD_MS)) {
          await this.#deliver({ ...notice, attempts: notice.attempts + 1 });
        }
      }
    } catch (error) {
      this.#tell(error);
    }
  }

  async #deliver(notice: DueNotice): Promise<void> {
    const { notices, changes, clock } = this.options;
    const row = await changes.get(notice.changeId);
    if (!row || !stillHolds(notice.event, row)) {
      await notices.forget(notice);
      return;
    }
    try {
      await this.#send(notice, row);
      this.#trouble = undefined;
    } catch (error) {
      this.#tell(error);
      if (notice.attempts < MAX_ATTEMPTS) {
        const pause = FIRST_PAUSE_MS * 2 ** (notice.attempts - 1);
        await notices.tryAgain(notice, clock.now() + pause);
        return;
      }
    }
    await notices.finish(notice);
  }

  async #send({ event }: DueNotice, row: ChangeRow): Promise<void> {
    const { notifications, contextOf } = this.options;
    const sent = notifications.send({
      recipients: { type: 'entity', entityRef: row.requestedBy },
      payload: {
        ...noticeText(event, row, contextOf(row)),
        link: `/lakehouse/changes/${row.id}`,
        severity: event.startsWith('blocked') ? 'high' : 'normal',
        topic: 'lakehouse-change',
        // One that is sent again, as nobody knows whether it arrived, takes the place of the first.
        scope: `change:${row.id}:${event}`,
      },
    });
    await this.#withPatience(sent);
  }

  async #withPatience(sent: Promise<void>): Promise<void> {
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = this.options.clock.after(PATIENCE_MS, () =>
        reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)),
      );
    });
    try {
      await Promise.race([sent, late]);
    } finally {
      cancel();
    }
  }

  /** Once for each new trouble. */
  #tell(error: unknown) {
    const trouble = String(error);
    if (trouble !== this.#trouble) {
      this.#trouble = trouble;
      this.options.logger.warn(
        `Could not notify about a change; it goes on all the same: ${trouble}`,
      );
    }
  }
}
