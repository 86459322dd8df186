import { parseDiffFiles, parsePatch } from './diff';

describe('parsePatch', () => {
  it('numbers the lines of every hunk', () => {
    const patch = `diff --git a/a.txt b/a.txt
index 1..2 100644
--- a/a.txt
+++ b/a.txt
@@ -1,2 +1,3 @@
 one
-two
+2
+--- not a header
@@ -10 +11 @@ place
-x
\\ No newline at end of file
+y
diff --git a/b.bin b/b.bin
Binary files a/b.bin and b/b.bin differ
`;
    const [text, binary] = parsePatch(patch);
    expect(text.hunks[0].lines).toEqual([
      { kind: 'context', before: 1, after: 1, text: 'one' },
      { kind: 'removed', before: 2, text: 'two' },
      { kind: 'added', after: 2, text: '2' },
      { kind: 'added', after: 3, text: '--- not a header' },
    ]);
    expect(text.hunks[1].lines).toEqual([
      { kind: 'removed', before: 10, text: 'x' },
      { kind: 'note', text: 'No newline at end of file' },
      { kind: 'added', after: 11, text: 'y' },
    ]);
    expect(binary).toEqual({ binary: true, hunks: [] });
  });

  it('is empty for no change', () => {
    expect(parsePatch('')).toEqual([]);
  });
});

describe('parseDiffFiles', () => {
  it('joins states and numbers, also of renamed and binary files', () => {
    const raw = [
      ':000000 100644 0 1 A',
      'new.txt',
      ':100644 100644 1 2 R090',
      'old name',
      'new name',
      ':100644 000000 1 0 D',
      'gone.bin',
      '3\t0\tnew.txt',
      '1\t2\t',
      'old name',
      'new name',
      '-\t-\tgone.bin',
      '',
    ].join('\0');
    expect(parseDiffFiles(raw)).toEqual([
      { path: 'new.txt', status: 'added', additions: 3, deletions: 0 },
      {
        path: 'new name',
        previousPath: 'old name',
        status: 'renamed',
        additions: 1,
        deletions: 2,
      },
      { path: 'gone.bin', status: 'removed', additions: 0, deletions: 0 },
    ]);
  });
});
