// Writes to the progress log (progress-log.mjs) what Playwright does.
import { log } from './progress-log.mjs'

/** @typedef {import('@playwright/test/reporter').TestCase} TestCase */
/** @typedef {import('@playwright/test/reporter').TestResult} TestResult */
/** @typedef {import('@playwright/test/reporter').Reporter} Reporter */

/** @implements {Reporter} */
export default class ProgressReporter {
  /** @param {TestCase} test */
  onTestBegin(test) {
    log({ event: 'begin', id: test.id, kind: 'test', name: nameOf(test) })
  }

  /** A click, an expectation: a test that goes on from one to the next does not hang, however long it takes. */
  onStepEnd() {
    log({ event: 'further' })
  }

  /**
   * @param {TestCase} test
   * @param {TestResult} result
   */
  onTestEnd(test, { status, errors, annotations }) {
    if (status === 'interrupted') return // by us: it is the one that hung
    const reason = annotations.find(({ type }) => type === 'skip')?.description ?? ''
    const message = status === 'skipped' ? reason : errors.map(inWords).join('\n')
    log({ event: 'result', id: test.id, name: nameOf(test), status: status === 'timedOut' ? 'failed' : status, message })
  }

  /** @param {import('@playwright/test/reporter').TestError} error */
  onError(error) {
    log({ event: 'result', name: 'outside the tests', status: 'failed', message: inWords(error) })
  }
}

/** @param {TestCase} test */
function nameOf(test) {
  const [, project, ...path] = test.titlePath()
  return `[${project}] ${path.join(' > ')}`
}

/** @param {import('@playwright/test/reporter').TestError} error */
function inWords({ message, value }) {
  return message ?? value ?? ''
}
