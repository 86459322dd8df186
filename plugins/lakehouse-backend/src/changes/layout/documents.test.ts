import fc from 'fast-check';
import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { parseAllDocuments } from 'yaml';
import { editManifest } from '../editManifest';
import { toYaml } from '../toYaml';
import {
  findDocument,
  removeDocument,
  replaceDocument,
  splitDocuments,
} from './documents';

jest.setTimeout(120_000);

const key = (name: string) => ({
  ...{ group: 'example.com', kind: 'Job', name },
  namespace: 'dom-sales',
});

const job = (name: string, more = '') =>
  `apiVersion: example.com/v1\nkind: Job\nmetadata: { name: ${name} }\n${more}`;

const FILE = `# Owned by the orders team

# The daily one
${job('daily', 'spec:\n  cpu: 2   # enough\n')}
# before the separator
--- # the weekly one
${job('weekly', 'spec:\n  text: |-\n   --- no separator\n')}---

# nothing in here
---
${job('monthly')}`;

function edit(text: string, name: string, spec: unknown): string {
  const found = findDocument(text, key(name))!;
  const next = { ...found.object!, spec } as KubernetesObject;
  return replaceDocument(text, found, editManifest(found.text, next));
}

function remove(text: string, name: string): string | undefined {
  return removeDocument(text, findDocument(text, key(name))!);
}

/** As a reader of YAML sees a file. */
function read(text: string): unknown[] {
  const documents = parseAllDocuments(text, { version: '1.1' });
  return Array.isArray(documents) ? documents.map(one => one.toJS()) : [];
}

describe('a file of several documents', () => {
  it('is taken apart and nothing is lost', () => {
    const documents = splitDocuments(FILE);
    expect(documents.map(({ object }) => object?.metadata.name)).toEqual([
      'daily',
      'weekly',
      undefined,
      'monthly',
    ]);
    expect(
      documents.map(({ separator, to }) => FILE.slice(separator, to)).join(''),
    ).toBe(FILE);
  });

  it.each(['daily', 'weekly', 'monthly'])(
    'keeps every byte outside of %s when that is edited',
    name => {
      const found = findDocument(FILE, key(name))!;
      const edited = edit(FILE, name, { cpu: 9 });
      expect(edited.startsWith(FILE.slice(0, found.from))).toBe(true);
      expect(edited.endsWith(FILE.slice(found.to))).toBe(true);
      expect(findDocument(edited, key(name))?.object?.spec).toEqual({ cpu: 9 });
      expect(read(edited)).toHaveLength(read(FILE).length);
    },
  );

  it('keeps what is said of a value, and the line breaks of Windows', () => {
    expect(edit(FILE, 'daily', { cpu: 4 })).toBe(
      FILE.replace('cpu: 2   # enough', 'cpu: 4   # enough'),
    );
    const windows = FILE.replaceAll('\n', '\r\n');
    expect(edit(windows, 'daily', { cpu: 4 })).toBe(
      windows.replace('cpu: 2   # enough', 'cpu: 4   # enough'),
    );
  });

  it('loses only the document that goes', () => {
    expect(remove(FILE, 'monthly')).toBe(
      FILE.slice(0, FILE.lastIndexOf('---')),
    );
    const withoutWeekly = remove(FILE, 'weekly')!;
    expect(withoutWeekly).toContain('# before the separator\n---\n\n# nothing');
    expect(withoutWeekly).not.toContain('weekly');
    const withoutDaily = remove(FILE, 'daily')!;
    expect(withoutDaily).toBe(
      `# Owned by the orders team\n\n${FILE.slice(FILE.indexOf('--- # the'))}`,
    );
    expect(findDocument(withoutDaily, key('weekly'))).toBeDefined();
  });

  it('goes with its last document', () => {
    const monthly = remove(remove(FILE, 'daily')!, 'weekly')!;
    expect(remove(monthly, 'monthly')).toBeUndefined();
    expect(remove(`---\n${job('daily')}---\n`, 'daily')).toBeUndefined();
    expect(remove(`%YAML 1.1\n---\n${job('daily')}...\n`, 'daily')).toBe(
      undefined,
    );
  });

  it('does not take the object of another kind, group, name or namespace for it', () => {
    for (const other of [
      job('daily').replace('kind: Job', 'kind: Cron'),
      job('daily').replace('example.com', 'example.org'),
      job('daily2'),
      job('daily').replace(' }', ', namespace: dom-risk }'),
      'kind: Job\n',
      'just text\n',
      '{ "a": [\n',
    ]) {
      expect(findDocument(other, key('daily'))).toBeUndefined();
    }
    const said = job('daily').replace(' }', ', namespace: dom-sales }');
    expect(findDocument(said, key('daily'))).toBeDefined();
  });

  it('is not read where it is a bomb, or too large to be a manifest', () => {
    const bomb = `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(
      50,
    )}]\nc: [${'*b,'.repeat(50)}]\n${job('daily')}`;
    expect(findDocument(bomb, key('daily'))).toBeUndefined();
    const large = job('daily', `# ${'x'.repeat(1024 * 1024)}\n`);
    expect(findDocument(large, key('daily'))).toBeUndefined();
  });

  // No key of a Kubernetes object is a merge key, and no reader takes it for a name.
  const value = fc
    .jsonValue({ maxDepth: 1 })
    .map(one => JSON.parse(JSON.stringify(one)))
    .filter(one => !/"(<<|__proto__)":/.test(JSON.stringify(one)));
  const spec = fc.dictionary(fc.stringMatching(/^[a-z][\w.-]{0,9}$/), value, {
    maxKeys: 3,
  });
  const comment = fc
    .array(fc.stringMatching(/^#[ \w:'"{}[\]|>&*!%@-]{0,30}$/), {
      maxLength: 3,
    })
    .map(lines => lines.map(line => `${line}\n`).join(''));
  const separator = fc.constantFrom(
    '---\n',
    '--- # next\n',
    '---   \n',
    '---\n---\n',
    '\n---\n\n',
  );
  const eol = fc.constantFrom('\n', '\r\n');

  it('survives 1,000 wild edits and removals: no other byte, no other document', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(spec, comment, comment, separator, fc.boolean()), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.nat(),
        spec,
        eol,
        (documents, pick, next, newline) => {
          const text = documents
            .map(([of, above, below, between, json], at) => {
              const object = {
                apiVersion: 'example.com/v1',
                kind: 'Job',
                metadata: { name: `job-${at}` },
                spec: of,
              };
              const body = json
                ? `${JSON.stringify(object, null, 1)}\n`
                : toYaml(object);
              return `${at > 0 ? between : ''}${above}${body}${below}`;
            })
            .join('')
            .replaceAll('\n', newline);
          const at = pick % documents.length;
          const found = findDocument(text, key(`job-${at}`))!;
          expect(found.object?.spec).toEqual(documents[at][0]);
          const before = text.slice(0, found.from);
          const after = text.slice(found.to);

          const edited = edit(text, `job-${at}`, next);
          expect(edited.startsWith(before)).toBe(true);
          expect(edited.endsWith(after)).toBe(true);
          const expected = read(text).map(one =>
            (one as KubernetesObject | null)?.metadata.name === `job-${at}`
              ? { ...(one as object), spec: next }
              : one,
          );
          expect(read(edited)).toEqual(expected);

          const left = removeDocument(text, found);
          const others = documents.flatMap((_, index) =>
            index === at ? [] : [`job-${index}`],
          );
          expect(
            splitDocuments(left ?? '').flatMap(({ object }) =>
              object ? [object.metadata.name] : [],
            ),
          ).toEqual(others);
          expect(left === undefined).toBe(others.length === 0);
          expect(left?.endsWith(after) ?? true).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
