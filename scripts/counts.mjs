/** Adds up what the runners say, for one last line that people and machines can read. */
import fs from 'node:fs';
import path from 'node:path';

/** `{ passed, failed, skipped }` from the JSON that jest writes. */
export function countJest(file) {
  const report = JSON.parse(fs.readFileSync(file, 'utf8'));
  // A suite that does not even load has no tests to count, yet it has failed.
  const broken = report.testResults.filter(
    suite => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The same from the JSON that Playwright writes. */
export function countPlaywright(file) {
  const { stats, errors } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/** Where tests of a jest report failed: `file › test`, or the file that did not load. */
export function failedByJest(file) {
  const { testResults } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const failed = assertionResults.filter(test => test.status === 'failed');
      const suite = path.relative(process.cwd(), name);
      return failed.length === 0
        ? [suite]
        : failed.map(({ fullName }) => `${suite} › ${fullName}`);
    });
}

/** The same of a report of Playwright. */
export function failedByPlaywright(file) {
  const { suites, errors } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const visit = suite => [
    ...(suite.specs ?? [])
      .filter(({ tests }) => tests.some(test => test.status === 'unexpected'))
      .map(({ file: spec, line, title }) => `${spec}:${line} › ${title}`),
    ...(suite.suites ?? []).flatMap(visit),
  ];
  return [
    ...suites.flatMap(visit),
    ...errors.map(({ message }) => String(message).split('\n')[0]),
  ];
}

/**
 * What jest skipped: `{ title, count, reason }` for each group of tests and
 * reason, which a title holds as `(skipped: reason)`.
 */
export function skippedByJest(file) {
  const { testResults } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const groups = new Map();
  for (const { name, assertionResults } of testResults) {
    for (const { ancestorTitles, status, title } of assertionResults) {
      if (status !== 'pending' && status !== 'todo') continue;
      const titles = [...ancestorTitles, title];
      const said = titles
        .map(one => /^(.*) \(skipped: (.*)\)$/s.exec(one))
        .find(found => found);
      const [, group, reason] = said ?? [, titles[0], 'no reason given'];
      const key = JSON.stringify([name, group, reason]);
      const found = groups.get(key) ?? { title: group, count: 0, reason };
      groups.set(key, { ...found, count: found.count + 1 });
    }
  }
  return [...groups.values()];
}

/** What Playwright skipped: `{ title, count, reason }` for each group of tests and reason. */
export function skippedByPlaywright(file) {
  const groups = new Map();
  const visit = ({ title, suites = [], specs = [] }, group) => {
    for (const { tests } of specs) {
      for (const { status, annotations } of tests) {
        if (status !== 'skipped') continue;
        const reason =
          annotations.find(({ type }) => type === 'skip')?.description ??
          'not reached';
        const key = JSON.stringify([group, reason]);
        const found = groups.get(key) ?? { title: group, count: 0, reason };
        groups.set(key, { ...found, count: found.count + 1 });
      }
    }
    for (const suite of suites) visit(suite, group ?? suite.title);
  };
  // The first level are files; what they say they are about stands below.
  for (const { specs, suites } of JSON.parse(fs.readFileSync(file, 'utf8'))
    .suites) {
    visit({ specs, suites });
  }
  return [...groups.values()];
}

export function add(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** The last line of every test command. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
