import { ChangeLog } from './ChangeLog';

const changes = (...touched: string[]) => ({ kind: 'changes', touched });

function logAt10(size = 4) {
  const log = new ChangeLog(size);
  log.moveTo('10');
  return log;
}

function add(log: ChangeLog, version: string, key: string) {
  log.record(version.split('@')[0], key);
  log.moveTo(version);
}

describe('ChangeLog', () => {
  it('is behind everything until it has a position', () => {
    expect(new ChangeLog(4).since('1')).toEqual({ kind: 'behind' });
    expect(new ChangeLog(4).hasApplied('1')).toBe(false);
  });

  it('tells each key once, newest first, from after the position', () => {
    const log = logAt10();
    add(log, '11', 'a');
    add(log, '12', 'b');
    add(log, '13', 'a');
    expect(log.since('10')).toEqual(changes('a', 'b'));
    expect(log.since('12')).toEqual(changes('a'));
    expect(log.since('13')).toEqual(changes());
  });

  it('says unknown for what is before its start, behind for what is to come', () => {
    const log = logAt10();
    expect(log.since('9')).toEqual({ kind: 'unknown' });
    expect(log.since('11')).toEqual({ kind: 'behind' });
    expect(log.hasApplied('10')).toBe(true);
    expect(log.hasApplied('11')).toBe(false);
  });

  it('is bounded, and knows what it forgot', () => {
    const log = logAt10(3);
    for (let version = 11; version <= 30; version++) {
      add(log, String(version), `k${version}`);
    }
    expect(log.since('27')).toEqual(changes('k30', 'k29', 'k28'));
    expect(log.since('10')).toEqual({ kind: 'unknown' });
  });

  it('keeps what happened across a list, even before the list is complete', () => {
    const log = logAt10();
    log.record('20', 'a');
    expect(log.since('10')).toEqual(changes('a'));
    log.record('20', 'b');
    log.moveTo('20');
    expect(log.since('10')).toEqual(changes('b', 'a'));
  });

  it('answers in full after the API server went back in time', () => {
    const log = logAt10();
    add(log, '500', 'a');
    log.record('20', 'b');
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    log.moveTo('20');
    expect(log.since('500')).toEqual({ kind: 'unknown' });
    expect(log.since('501')).toEqual({ kind: 'behind' });
    add(log, '21', 'c');
    expect(log.since('20')).toEqual(changes('c'));
  });

  it('answers in full when something changed without the position', () => {
    const log = logAt10();
    log.record('', 'a');
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    log.record('', 'b');
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    add(log, '11', 'c');
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    expect(log.since('11')).toEqual(changes());

    log.moveTo('x');
    log.record('y', 'a');
    expect(log.since('x')).toEqual({ kind: 'unknown' });
  });

  it('puts in order what comes out of order, as from namespaces apart', () => {
    const log = new ChangeLog(4);
    log.moveTo('10@s');
    log.record('14', 'a');
    log.record('12', 'b');
    log.record('16', 'c');
    log.record('13', 'd');
    log.moveTo('12@s');
    expect(log.since('10@s')).toEqual(changes('c', 'a', 'd', 'b'));
    expect(log.since('12@s')).toEqual(changes('c', 'a', 'd'));
    expect(log.hasApplied('12@s')).toBe(true);
    expect(log.hasApplied('13@s')).toBe(false);
  });

  it('answers in full to who knew another set of namespaces', () => {
    const log = new ChangeLog(4);
    log.moveTo('10@s');
    add(log, '12@s', 'a');
    log.moveTo('11@t');
    expect(log.since('12@s')).toEqual({ kind: 'unknown' });
    expect(log.since('10@s')).toEqual({ kind: 'unknown' });
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    expect(log.since('14@s')).toEqual({ kind: 'behind' });
    expect(log.since('11@t')).toEqual(changes());
    log.moveTo('20');
    expect(log.since('11@t')).toEqual({ kind: 'unknown' });
    expect(log.since('20')).toEqual(changes());
  });

  it('answers in full where versions are no numbers', () => {
    const log = logAt10();
    expect(log.since('x')).toEqual({ kind: 'unknown' });
    log.moveTo('x');
    expect(log.since('x')).toEqual(changes());
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    expect(log.hasApplied('x')).toBe(true);
  });

  it('compares what is larger than a double can hold', () => {
    const log = new ChangeLog(4);
    log.moveTo('90071992547409930');
    add(log, '90071992547409931', 'a');
    expect(log.since('90071992547409930')).toEqual(changes('a'));
    expect(log.since('90071992547409931')).toEqual(changes());
  });

  it('knows nothing after the resource was gone', () => {
    const log = logAt10();
    log.moveTo(undefined);
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    log.moveTo('30');
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    expect(log.since('30')).toEqual(changes());
  });
});
