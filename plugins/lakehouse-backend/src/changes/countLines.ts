/**
 * Lines that turn one text into another, as a diff counts them: what is not in
 * the longest common run of lines is added or removed.
 */
export function countLines(
  previous: string,
  next: string,
): { added: number; removed: number } {
  const before = linesOf(previous);
  const after = linesOf(next);
  let row = new Array<number>(after.length + 1).fill(0);
  for (const line of before) {
    const above = row;
    row = [0];
    for (const [index, other] of after.entries()) {
      row.push(
        line === other
          ? above[index] + 1
          : Math.max(row[index], above[index + 1]),
      );
    }
  }
  const common = row[after.length];
  return { added: after.length - common, removed: before.length - common };
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
