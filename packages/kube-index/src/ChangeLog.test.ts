import { ChangeLog } from './ChangeLog';

const changes = (...touched: string[]) => ({ kind: 'changes', touched });

function logAt10(size = 4) {
  const log = new ChangeLog(size);
  log.moveTo('10');
  return log;
}

function add(log: ChangeLog, version: string, key: string, scope?: string) {
  log.record(version, key);
  log.moveTo(version, { scope });
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
    const then = log.position!;
    add(log, '21', 'c');
    expect(log.since(then)).toEqual(changes('c'));
    // Of before or after? Nobody can tell by the number.
    expect(log.since('20')).toEqual({ kind: 'unknown' });
    add(log, '600', 'd');
    expect(log.since('500')).toEqual({ kind: 'unknown' });
    expect(log.since(then)).toEqual(changes('d', 'c'));
  });

  it('stands anywhere between the last change and what was heard of last', () => {
    const log = logAt10();
    expect(log.position).toBe('10');
    log.moveTo('14');
    expect(log.position).toBe('10-14');
    add(log, '15', 'a');
    expect(log.position).toBe('15');
    log.moveTo('19');
    expect(log.position).toBe('15-19');

    // Another replica has heard of more, or of less, and knows the same.
    expect(log.since('15-30')).toEqual(changes());
    expect(log.hasApplied('15-30')).toBe(true);
    expect(log.since('10-14')).toEqual(changes('a'));
    expect(log.since('3-12')).toEqual(changes('a'));
    expect(log.since('20-30')).toEqual({ kind: 'behind' });
    expect(log.hasApplied('20-30')).toBe(false);
    expect(log.since('3-9')).toEqual({ kind: 'unknown' });
  });

  it.each(['14-10', '10+10', '1-2-3', '-5', '5-', '10-x', '10@', ''])(
    'answers in full to %p, which makes no sense',
    position => {
      expect(logAt10().since(position)).toEqual({ kind: 'unknown' });
      expect(logAt10().hasApplied(position)).toBe(false);
    },
  );

  it('does not vouch for what a list has skipped', () => {
    const log = logAt10(8);
    log.moveTo('12');
    log.record('20', 'a');
    log.moveTo('20', { listed: 20n });
    // Whatever came between 12 and 20 may have gone again.
    expect(log.position).toBe('20');
    expect(log.since('10-12')).toEqual(changes('a'));
    expect(log.since('11-15')).toEqual(changes('a'));
    expect(log.since('15')).toEqual({ kind: 'unknown' });
    expect(log.since('13-19')).toEqual({ kind: 'unknown' });
    expect(log.since('13-20')).toEqual(changes('a'));
    expect(log.since('20')).toEqual(changes());

    add(log, '25', 'b');
    log.moveTo('40', { listed: 40n });
    expect(log.position).toBe('40');
    expect(log.since('12')).toEqual({ kind: 'unknown' });
    expect(log.since('20')).toEqual(changes('b'));
    expect(log.since('30')).toEqual({ kind: 'unknown' });
    expect(log.since('40')).toEqual(changes());
  });

  it('says how far some rows are ahead, and what that asks of another', () => {
    const log = logAt10(8);
    log.record('14', 'a');
    log.moveTo('10');
    expect(log.position).toBe('10+14');

    const other = logAt10(8);
    expect(other.since('10+14')).toEqual({ kind: 'behind' });
    expect(other.hasApplied('10+14')).toBe(false);
    add(other, '14', 'a');
    expect(other.since('10+14')).toEqual(changes('a'));
    // What came and went in a gap of this one may be among those rows.
    const listed = logAt10(8);
    listed.moveTo('16', { listed: 16n });
    expect(listed.since('10+14')).toEqual({ kind: 'unknown' });
    expect(listed.since('10')).toEqual(changes());
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
    log.moveTo('10', { scope: 's' });
    log.record('14', 'a');
    log.record('12', 'b');
    log.record('16', 'c');
    log.record('13', 'd');
    log.moveTo('12', { scope: 's' });
    expect(log.since('10@s')).toEqual(changes('c', 'a', 'd', 'b'));
    expect(log.position).toBe('12+16@s');
    expect(log.since('12@s')).toEqual(changes('c', 'a', 'd'));
    expect(log.hasApplied('12@s')).toBe(true);
    expect(log.hasApplied('13@s')).toBe(false);
  });

  it('answers in full to who knew another set of namespaces', () => {
    const log = new ChangeLog(4);
    log.moveTo('10', { scope: 's' });
    add(log, '12', 'a', 's');
    log.moveTo('11', { scope: 't', listed: 13n });
    expect(log.since('12@s')).toEqual({ kind: 'unknown' });
    expect(log.since('10@s')).toEqual({ kind: 'unknown' });
    expect(log.since('10')).toEqual({ kind: 'unknown' });
    expect(log.since('14@s')).toEqual({ kind: 'behind' });
    // The list of a namespace that is new says nothing of what was before it.
    expect(log.since('11@t')).toEqual({ kind: 'unknown' });
    log.moveTo('13', { scope: 't' });
    expect(log.since('13@t')).toEqual(changes());
    log.moveTo('20');
    expect(log.since('13@t')).toEqual({ kind: 'unknown' });
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
