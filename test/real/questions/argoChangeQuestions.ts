import {
  APPLICATION,
  commit,
  isSynced,
  map,
  MAPS,
  once,
  settled,
  type ArgoQuestions,
} from './argoDesk';

/** What comes, changes, stays and goes. */
export const argoChangeQuestions: ArgoQuestions = {
  'an object that comes, changes and goes': async side => {
    const answers: unknown[] = [];
    for (const [content, what] of [
      [map('second'), 'it comes'],
      [map('second', { key: 'other' }), 'it changes'],
      [null, 'it goes'],
    ] as const) {
      const sha = await commit(side, { 'second.yaml': content });
      answers.push(await once(side, what, isSynced(sha)));
    }
    return answers;
  },
  'a commit that changes nothing there': async side => {
    const sha = await commit(side, { '../notes.md': `${Date.now()}` });
    return once(
      side,
      'it is compared',
      ({ sync }) => sync?.status === 'Synced' && sync.revision === sha,
    );
  },
  'an object that is kept from prune': async side => {
    const kept = map('kept');
    kept.metadata.annotations = {
      'argocd.argoproj.io/sync-options': 'Prune=false',
    };
    const there = await commit(side, { 'kept.yaml': kept });
    await once(side, 'it is there', isSynced(there));
    const gone = await commit(side, { 'kept.yaml': null });
    const answer = await once(side, 'it is spared', settled(gone));
    await side.admin.send(`${MAPS}/kept`, { method: 'DELETE' });
    await side.admin.patch(APPLICATION, {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } },
    });
    await once(
      side,
      'it is gone',
      ({ sync }) => sync?.status === 'Synced' && sync.revision === gone,
    );
    return answer;
  },
};
