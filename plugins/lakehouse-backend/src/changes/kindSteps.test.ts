import type { ChangeProblem } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  dailyInput,
  jobInput,
  MIA,
  undoInput,
} from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';
import type { KindSteps } from './KindSteps';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';

const FILE = `# Ask the orders team before you change this
apiVersion: example.com/v1
kind: Job
metadata:
  name: daily
  namespace: dom-sales
spec:
  cpu: 2   # enough for a year
`;

const refusal: ChangeProblem = {
  severity: 'error',
  code: 'undo',
  path: 'metadata.name',
  message: 'What it stood for is gone',
};

/** The same, where a form shows it. */
const atName = { ...refusal, path: expect.stringMatching(/name$/) };

jest.setTimeout(60_000);

describe('a kind that stands for something outside of Git and Kubernetes', () => {
  const steps = {
    restore: jest.fn<
      ReturnType<KindSteps['restore']>,
      Parameters<KindSteps['restore']>
    >(),
    checkNew: jest.fn(async () => [] as ChangeProblem[]),
    removal: jest.fn(async () => ['Its data stays for 7 days.']),
  };
  const own = useWritePath({ steps: new Map([['job', steps]]) });

  beforeEach(() => {
    jest.clearAllMocks();
    steps.restore.mockImplementation(async ({ spec, ...rest }) => ({
      object: { ...rest, spec: { ...(spec as object), from: 'the tag' } },
      notes: ['It comes back from the tag.'],
      problems: [],
    }));
    steps.checkNew.mockResolvedValue([]);
  });

  it('says what goes with an object that is removed, and how it comes back', async () => {
    await own.write(PATH, FILE);
    const check = await own.service.check(
      dailyInput({ action: 'delete' }),
      MIA,
    );
    expect(check.consequences[0]).toBe('Its data stays for 7 days.');

    const removed = await own.merged(dailyInput({ action: 'delete' }));
    expect((await own.git.pulls())[0].body).toContain(
      'Its data stays for 7 days.',
    );
    const again = await own.service.check(undoInput(removed), MIA);
    expect(again).toMatchObject({ ok: true });
    expect(again.consequences).toContain('It comes back from the tag.');
    await own.merged(undoInput(removed));
    // What people wrote there comes back as it was, around what has to differ.
    const text = await own.read(PATH);
    expect(text).toContain('# Ask the orders team');
    expect(text).toContain('  cpu: 2   # enough for a year\n  from: the tag\n');
  });

  it('is told when the removal was live', async () => {
    await own.write(PATH, FILE);
    const removed = await own.merged(dailyInput({ action: 'delete' }));
    await own.service.check(undoInput(removed), MIA);
    expect(steps.restore.mock.lastCall?.[1]).toMatchObject({
      goneBy: undefined,
      now: own.path.clock.now(),
      place: { domain: 'sales' },
    });
    await own.knex('changes').update({ phase: 'live', live_at: 4711 });
    await own.service.check(undoInput(removed), MIA);
    expect(steps.restore.mock.lastCall?.[1].goneBy).toBe(4711);
  });

  it('refuses an undo that can bring back nothing: there is no pull request', async () => {
    await own.write(PATH, FILE);
    const removed = await own.merged(dailyInput({ action: 'delete' }));
    steps.restore.mockResolvedValue({ notes: [], problems: [refusal] });
    const { ok, problems } = await own.service.check(undoInput(removed), MIA);
    expect({ ok, problems }).toEqual({
      ok: false,
      problems: [atName],
    });
    await expect(
      own.service.propose(undoInput(removed), MIA, {}),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(await own.git.pulls()).toHaveLength(1);
    expect(await own.read(PATH)).toBeUndefined();
  });

  it('looks at what is new, and at nothing else', async () => {
    steps.checkNew.mockResolvedValue([refusal]);
    const { ok, problems } = await own.service.check(jobInput(), MIA);
    expect({ ok, problems }).toEqual({
      ok: false,
      problems: [atName],
    });

    await own.write(PATH, FILE);
    steps.checkNew.mockClear();
    const values = [{ path: 'spec.cpu', value: 3 }];
    const edit = await own.service.check(
      dailyInput({ action: 'edit', values }),
      MIA,
    );
    expect(edit.ok).toBe(true);
    expect(steps.checkNew).not.toHaveBeenCalled();
    expect(steps.restore).not.toHaveBeenCalled();
  });
});
