// Reads what Vitest and Playwright wrote about their runs (their JSON reports) into one shape.
import { readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: string[], failures: { name: string, message: string }[] }} Results */

/**
 * @typedef {{ fullName: string, status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo', failureMessages?: string[] }} VitestTest
 * @typedef {{ name: string, status: 'passed' | 'failed', message: string, assertionResults: VitestTest[] }} VitestFile
 */

/**
 * @param {string} file
 * @returns {Results | null} null where there is no report: the runner itself failed
 */
export function readVitest(file) {
  /** @type {{ testResults: VitestFile[] } | null} */
  const report = readJson(file)
  if (!report) return null
  const tests = report.testResults.flatMap((suite) => suite.assertionResults)
  const failures = tests
    .filter((test) => test.status === 'failed')
    .map((test) => ({ name: test.fullName, message: test.failureMessages?.join('\n') ?? '' }))
  // A file that cannot be loaded has no tests to fail: it counts as one.
  const brokenFiles = report.testResults
    .filter((suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'))
    .map((suite) => ({ name: suite.name, message: suite.message }))
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: failures.length + brokenFiles.length,
    skipped: tests.filter((test) => !['passed', 'failed'].includes(test.status)).map((test) => test.fullName),
    failures: [...failures, ...brokenFiles],
  }
}

/**
 * @typedef {{ message?: string }} PlaywrightError
 * @typedef {{ status: 'expected' | 'unexpected' | 'flaky' | 'skipped', projectName: string, results: { errors: PlaywrightError[] }[] }} PlaywrightTest
 * @typedef {{ title: string, file: string, specs?: { title: string, tests: PlaywrightTest[] }[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/**
 * @param {string} file
 * @returns {Results | null}
 */
export function readPlaywright(file) {
  /** @type {{ suites: PlaywrightSuite[], errors: PlaywrightError[] } | null} */
  const report = readJson(file)
  if (!report) return null
  const tests = report.suites.flatMap((suite) => testsOf(suite, ''))
  const failures = tests.filter(({ test }) => test.status === 'unexpected').map(({ name, test }) => ({ name, message: errorsOf(test) }))
  const outside = report.errors.map((error) => ({ name: 'outside the tests', message: error.message ?? '' }))
  return {
    passed: tests.filter(({ test }) => ['expected', 'flaky'].includes(test.status)).length,
    failed: failures.length + outside.length,
    skipped: tests.filter(({ test }) => test.status === 'skipped').map(({ name }) => name),
    failures: [...failures, ...outside],
  }
}

/**
 * @param {PlaywrightSuite} suite
 * @param {string} path
 * @returns {{ name: string, test: PlaywrightTest }[]}
 */
function testsOf(suite, path) {
  const here = path ? `${path} > ${suite.title}` : suite.title
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ name: `[${test.projectName}] ${here} > ${spec.title}`, test })),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, here))]
}

/** @param {PlaywrightTest} test */
function errorsOf(test) {
  return (test.results.at(-1)?.errors ?? []).map((error) => error.message ?? '').join('\n')
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
