import {
  commit,
  EXTRA,
  hasConditions,
  map,
  once,
  type ArgoQuestions,
} from './argoDesk';

/** What can not be read as a directory of manifests. */
export const argoDirectoryQuestions: ArgoQuestions = {
  'two files that name one object': async side => {
    const sha = await commit(side, { 'twice.yaml': map('first') });
    const answer = await once(
      side,
      'it says so',
      ({ sync, conditions }) =>
        sync?.revision === sha && hasConditions({ conditions }),
    );
    const mended = await commit(side, { 'twice.yaml': null });
    await once(
      side,
      'it is mended',
      ({ sync, conditions }) => sync?.revision === mended && !conditions,
    );
    return answer;
  },
  'a file that is no manifest': async side => {
    const sha = await commit(side, { [EXTRA]: 'a: [1\nb: }' });
    const answer = await once(
      side,
      'it is passed over',
      ({ sync }) => sync?.revision === sha,
    );
    await commit(side, { [EXTRA]: null });
    return answer;
  },
  'a manifest that is not YAML': async side => {
    await commit(side, {
      [EXTRA]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: [1\nb: }',
    });
    const answer = await once(side, 'it says so', hasConditions);
    const mended = await commit(side, { [EXTRA]: null });
    await once(
      side,
      'it is mended',
      ({ sync, conditions }) => sync?.revision === mended && !conditions,
    );
    return answer;
  },
  'a directory without an object': async side => {
    const sha = await commit(side, {
      'first.yaml': null,
      'empty.yaml': '# nothing\n',
    });
    const answer = await once(
      side,
      'it says so',
      ({ sync, conditions }) =>
        sync?.revision === sha && hasConditions({ conditions }),
    );
    const mended = await commit(side, {
      'first.yaml': map('first'),
      'empty.yaml': null,
    });
    await once(
      side,
      'it is mended',
      ({ sync, conditions }) => sync?.revision === mended && !conditions,
    );
    return answer;
  },
  'a directory that is gone': async side => {
    await commit(side, { 'first.yaml': null });
    const answer = await once(side, 'it says so', hasConditions);
    const mended = await commit(side, { 'first.yaml': map('first') });
    await once(
      side,
      'it is mended',
      ({ sync, conditions }) => sync?.revision === mended && !conditions,
    );
    return answer;
  },
};
