// Vitest's first file of every test file: writes to the progress log which test begins and how it ends, from within its process. What Vitest
// sends to its reporters arrives a little later, and never where the next test keeps the process busy for ever.
import { beforeEach } from 'vitest'
import { log } from './progress-log.mjs'

beforeEach(({ task, onTestFinished }) => {
  const { id, fullName: name } = task
  log({ event: 'begin', id, kind: 'test', name })
  onTestFinished(() => {
    const message = (task.result?.errors ?? []).map(({ stack, message }) => stack ?? message).join('\n')
    log({ event: 'result', id, name, status: message ? 'failed' : 'passed', message })
  })
})
