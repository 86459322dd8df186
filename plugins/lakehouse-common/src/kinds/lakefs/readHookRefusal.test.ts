import { readHookRefusal } from './readHookRefusal';

const RUN = '4oprpo9ksduc3bmr9cm0';
const REFUSED = 'A hook refused the merge into main';
/** As lakeFS 1.84 says it. */
const listed = (...errors: string[]) =>
  `update branch gated: pre-merge hook aborted, run id '${RUN}': ${
    errors.length
  } ${errors.length === 1 ? 'error' : 'errors'} occurred:\n\t* ${errors.join(
    '\n\t* ',
  )}\n\n`;
const failed = (action: string, hook: string, error: string) =>
  `hook run id '0000_0000' failed on action '${action}' hook '${hook}': ${error}`;
const TRACE =
  '\nstack traceback:\n\t[Go]: in ?\n\t[string "lua"]:1: in main chunk';

it.each<[string, string, string]>([
  [
    'a script that says no',
    `${REFUSED}: ${listed(
      failed(
        'gate',
        'always_no',
        `action failed: runtime error: [string "lua"]:1: column customer_id must not be null${TRACE}`,
      ),
    )}`,
    'Hook gate / always_no refused the merge into main: column customer_id must not be null',
  ],
  [
    'a script that is not one',
    `${REFUSED}: ${listed(failed('gate', 'a', 'action failed: no Lua'))}`,
    'Hook gate / a refused the merge into main: no Lua',
  ],
  [
    'a web hook',
    `${REFUSED}: ${listed(
      failed('quality gate', 'nulls', 'request failed (status code: 400)'),
    )}`,
    'Hook quality gate / nulls refused the merge into main: request failed (status code: 400)',
  ],
  [
    'several actions',
    `${REFUSED}: ${listed(
      failed('a', 'one', `no${TRACE}`),
      failed('b', 'two', 'no'),
      failed('c', 'three', 'no'),
    )}`,
    'Hook a / one refused the merge into main: no (and 2 more hooks)',
  ],
  [
    'one that says nothing',
    `${REFUSED}: ${listed(failed('gate', 'a', ''))}`.trim(),
    'Hook gate / a refused the merge into main: it does not say why',
  ],
  [
    'the hook of a new branch',
    `A hook of repository sales-lake refused the branch: ${listed(
      failed('gate', 'a', 'no'),
    )}`,
    'Hook gate / a of repository sales-lake refused the branch: no',
  ],
])('reads %s', (_what, message, sentence) => {
  expect(readHookRefusal(message)).toEqual({ sentence, runId: RUN });
});

it.each([
  '',
  'Branch is there.',
  'A hook refused it: no',
  `${REFUSED}: pre-merge hook aborted, run id '${RUN}': 1 error occurred:`,
  `Somebody wrote: pre-merge hook aborted, run id '${RUN}': \n\t* hook run id 'x'`,
])('has no more to say of %j', message => {
  expect(readHookRefusal(message)).toBeUndefined();
});
