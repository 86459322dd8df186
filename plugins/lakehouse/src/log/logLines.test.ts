import {
  appendText,
  emptyLog,
  finishText,
  joinLines,
  logLevel,
} from './logLines';

describe('log lines', () => {
  it.each([
    ['24/01/02 10:00:00 ERROR Executor: lost', 'error'],
    ['24/01/02 10:00:00 WARN  TaskSetManager', 'warn'],
    ['Traceback (most recent call last):', 'error'],
    ['java.lang.OutOfMemoryError: Java heap space in Exception', 'error'],
    ['DEBUG x', 'debug'],
    ['hello', 'info'],
    [`${'x'.repeat(200)} ERROR`, 'info'],
  ])('%s is %s', (line, level) => {
    expect(logLevel(line)).toBe(level);
  });

  it('puts lines together however the text is cut', () => {
    const text = 'one\r\ntwo\n\nthree';
    let log = emptyLog;
    for (const letter of text) {
      log = appendText(log, letter);
    }
    expect(log).toEqual({
      lines: ['one', 'two', ''],
      rest: 'three',
      dropped: 0,
    });
    expect(finishText(log).lines).toEqual(['one', 'two', '', 'three']);
  });

  it('lets the oldest lines go and counts them', () => {
    const log = appendText(emptyLog, '1\n2\n3\n4\n', 3);
    expect(log).toMatchObject({ lines: ['2', '3', '4'], dropped: 1 });
  });

  it('goes on after a lost stream without doubling lines', () => {
    const log = appendText(emptyLog, 'a\nb\nb\nc\nhal');
    expect(joinLines(log, ['b', 'c', 'half', 'd']).lines).toEqual([
      'a',
      'b',
      'b',
      'c',
      'half',
      'd',
    ]);
    expect(joinLines(log, ['x']).lines).toEqual(['a', 'b', 'b', 'c', 'x']);
    expect(joinLines(log, []).lines).toEqual(['a', 'b', 'b', 'c']);
  });
});
