import { readFileSync } from 'node:fs';

/** Adds up Vitest's JSON reports and prints `N passed, N failed`. A file that could not be loaded counts as a failure. */
const reports = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));

const sum = (count) => reports.reduce((all, report) => all + count(report), 0);
const unloaded = ({ testResults }) =>
  testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
    .length;

const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests + unloaded(report));
const skipped = sum((report) => report.numPendingTests);

if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
