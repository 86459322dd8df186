import { expect, test } from '@playwright/test';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { runningGitHost, runningPortal } from './support/running';
import { freshName, proposal, sparkJob } from './support/sparkJob';
import { until } from './support/until';

interface Notification {
  origin: string;
  payload: { title: string; description: string; link: string };
}

test.describe('what a requester is told of', () => {
  const toldAbout = async (person: 'mia' | 'ben', id: string) => {
    const { body } = await runningPortal()
      .as(person)
      .get<{ notifications: Notification[] }>(
        '/notifications/notifications?limit=100',
      );
    return body.notifications.filter(({ payload }) =>
      payload.link.endsWith(id),
    );
  };

  test('a closed pull request, once, and nobody else is', async () => {
    const name = freshName('told');
    const { body: change } = await runningPortal()
      .as('mia')
      .post<ChangeRequest>('/lakehouse/changes', proposal(sparkJob(name)));
    expect(await toldAbout('mia', change.id)).toEqual([]);

    await runningGitHost().close(change.number ?? 0);
    const told = await until(
      () => toldAbout('mia', change.id),
      found => found.length > 0,
      { what: 'mia is told' },
    );

    expect(told).toMatchObject([
      {
        origin: 'plugin:lakehouse',
        payload: {
          title: `Closed: ${change.title}`,
          description: 'Closed without a merge.',
          link: `/lakehouse/changes/${change.id}`,
        },
      },
    ]);
    expect(await toldAbout('ben', change.id)).toEqual([]);
  });
});
