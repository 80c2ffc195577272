// Writes to the progress log (progress-log.mjs) what Vitest does; vitest-setup.mjs writes which test begins.
import { log } from './progress-log.mjs'

/** @typedef {import('vitest/node').TestModule} TestModule */
/** @typedef {import('vitest/node').Reporter} Reporter */

/** @implements {Reporter} */
export default class ProgressReporter {
  /** @param {TestModule} module */
  onTestModuleQueued(module) {
    log({ event: 'begin', id: module.id, kind: 'file', name: module.relativeModuleId })
  }

  /** @param {import('vitest/node').ReportedHookContext} hook */
  onHookStart({ name, entity }) {
    const where = entity.type === 'module' ? entity.relativeModuleId : entity.fullName
    log({ event: 'begin', id: `${entity.id} ${name}`, kind: 'hook', name: `${name} of ${where}` })
  }

  /** @param {import('vitest/node').ReportedHookContext} hook */
  onHookEnd({ name, entity }) {
    log({ event: 'end', id: `${entity.id} ${name}` })
  }

  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const { state, errors } = test.result()
    if (state !== 'pending') log({ event: 'result', id: test.id, name: nameOf(test), status: state, message: inWords(errors) })
  }

  /** @param {TestModule} module a file that cannot be loaded, or whose hooks fail, has no test to fail: it counts as one */
  onTestModuleEnd(module) {
    log({ event: 'end', id: module.id })
    const failedTests = [...module.children.allTests('failed')]
    if (module.state() !== 'failed' || failedTests.length > 0) return
    const errors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())]
    log({ event: 'result', name: module.relativeModuleId, status: 'failed', message: inWords(errors) })
  }

  /**
   * @param {readonly TestModule[]} _modules
   * @param {readonly import('vitest/node').SerializedError[]} errors thrown where no test waited for them
   */
  onTestRunEnd(_modules, errors) {
    for (const error of errors) log({ event: 'result', name: 'outside the tests', status: 'failed', message: inWords([error]) })
  }
}

/** @param {import('vitest/node').TestCase} test */
function nameOf(test) {
  return `${test.module.relativeModuleId} > ${test.fullName}`
}

/** @param {readonly { message: string, stack?: string | undefined }[] | undefined} errors */
function inWords(errors = []) {
  return errors.map(({ message, stack }) => stack ?? message).join('\n')
}
