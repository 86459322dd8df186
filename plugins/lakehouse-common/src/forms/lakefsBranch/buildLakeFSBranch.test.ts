import { ANNOTATION_OWNER, ANNOTATION_PURPOSE } from '../../annotations';
import { lakefsBranchKind as kind } from '../../kinds/lakefs-branch';
import { withLakefrontMetadata } from '../../manifest';
import { settingsFixture } from '../../testUtils';
import { formAnswers } from '../formAnswers';
import { buildLakeFSBranch } from './buildLakeFSBranch';

const now = Date.parse('2026-11-20T23:30:00Z');
const context = { settings: settingsFixture, now };
const least = {
  name: 'orders-fix',
  repository: { server: 'lake', repository: 'sales-lake' },
  source: 'main',
};

describe('buildLakeFSBranch', () => {
  it('makes the least', () => {
    expect(buildLakeFSBranch(least, context)).toEqual({
      apiVersion: 'lakefront.dev/v1alpha1',
      kind: 'LakeFSBranch',
      metadata: { name: 'orders-fix' },
      spec: {
        server: 'lake',
        repository: 'sales-lake',
        source: 'main',
        deletionPolicy: 'Retain',
      },
    });
  });

  it.each([
    ['P1D', '2026-11-21'],
    ['P30D', '2026-12-20'],
    ['2026-12-24', '2026-12-24'],
    ['2026-12-24T18:00:00Z', '2026-12-24T18:00:00Z'],
    ['never', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('makes of %s the day %s', (expires, expected) => {
    const { spec } = buildLakeFSBranch({ ...least, expires }, context);
    expect(spec.expiresAt).toBe(expected);
  });

  it('notes whose it is and what it is for, where that is said', () => {
    const said = { owner: 'user:default/mia', purpose: ' October ' };
    expect(
      buildLakeFSBranch({ ...least, ...said }, context).metadata.annotations,
    ).toEqual({
      [ANNOTATION_OWNER]: 'user:default/mia',
      [ANNOTATION_PURPOSE]: 'October',
    });
    const empty = { owner: '', purpose: '  ' };
    expect(buildLakeFSBranch({ ...least, ...empty }, context).metadata).toEqual(
      { name: 'orders-fix' },
    );
  });

  it.each([
    [{ expires: 'soon' }, /^expires: 'soon' is no day/],
    [{ expires: 'P0D' }, /^expires: /],
    [{ expires: '2026-11-31' }, /^expires: /],
    [{ source: '' }, /^source: /],
    [{ repository: { server: 'lake', repository: '' } }, /^repository: /],
  ])('refuses %j', (answer, message) => {
    expect(() => buildLakeFSBranch({ ...least, ...answer }, context)).toThrow(
      message,
    );
  });
});

describe('open in template', () => {
  const place = { namespace: 'dom-sales', owner: 'group:default/sales-data' };
  const inGit = (answers: object) =>
    withLakefrontMetadata(
      { ...kind.form!.build({ ...least, ...answers }, context) },
      { kind, ...place, requestedBy: 'user:default/mia', changeId: 'c-1' },
    );
  const answersOf = (manifest: ReturnType<typeof inGit>) =>
    formAnswers(manifest, { ...context, kind, ...place });

  it('finds every answer, the day as it was reviewed', () => {
    const answers = {
      ...least,
      owner: 'user:default/mia',
      purpose: 'October',
      deletionPolicy: 'Delete',
    };
    expect(answersOf(inGit({ ...answers, expires: 'P30D' }))).toEqual({
      ...answers,
      expires: '2026-12-20',
    });
    expect(answersOf(inGit(answers))).toEqual({ ...answers, expires: 'never' });
  });

  it('is silent about what the form does not ask for', () => {
    const manifest = inGit({});
    expect(
      answersOf({
        ...manifest,
        spec: { ...(manifest.spec as object), branch: 'Other' },
      }),
    ).toBeUndefined();
  });
});
