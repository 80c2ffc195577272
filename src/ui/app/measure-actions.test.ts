// Measuring this machine in a Worker: progress, cancelling and failures.
import { expect, test } from 'vitest'
import type { MachineReport, MeasureRequest, ReportEvent } from '../../spec/machine-report.ts'
import { createMeasureActions, type MeasureWorker } from './measure-actions.ts'
import { makeStore } from './store.ts'

const REPORT = {
  version: 1,
  complete: false,
  seconds: 9,
  adapter: {},
  peak: {},
  steps: [],
  kernels: null,
  imports: null,
  score: null,
  missing: [],
}
const report = REPORT as unknown as MachineReport
const progress: ReportEvent = { event: 'progress', part: 'peak', share: 0.1, secondsLeft: 200, words: 'a copy' }

/** Test setup with fake measuring Workers. */
function open() {
  const store = makeStore()
  const workers: (MeasureWorker & { ended: boolean; asked: MeasureRequest[] })[] = []
  const actions = createMeasureActions(store, () => {
    const worker = {
      onmessage: null,
      onerror: null,
      ended: false,
      asked: [] as MeasureRequest[],
      postMessage: (request: MeasureRequest) => void worker.asked.push(request),
      terminate: () => {
        worker.ended = true
      },
    }
    workers.push(worker)
    return worker
  })
  const tell = (data: ReportEvent, of = workers.at(-1)) => of?.onmessage?.call(of as unknown as Worker, { data } as MessageEvent)
  const fail = (message: string) => {
    const worker = workers.at(-1)
    worker?.onerror?.call(worker as unknown as Worker, { message, preventDefault: () => undefined } as ErrorEvent)
  }
  return { store, workers, actions, tell, fail, measure: () => store.getState().measure }
}

Object.assign(globalThis, { document: { baseURI: 'https://example.org/page/' } })

test('measuring begins at once, shows partial results, and ends its Worker when done', () => {
  const { workers, actions, tell, measure } = open()
  actions.measure()
  expect(workers[0]?.asked).toEqual([{ base: 'https://example.org/page/' }])
  expect(measure().underWay).toMatchObject({ part: 'adapter', share: 0 })
  tell(progress)
  tell({ event: 'report', report })
  expect(measure()).toMatchObject({ underWay: { part: 'peak', words: 'a copy' }, report })
  tell({ event: 'done', report: { ...report, complete: true } })
  expect(measure()).toMatchObject({ underWay: null, report: { complete: true }, problem: null })
  expect(workers[0]?.ended).toBe(true)
})

test('only one measurement runs at a time', () => {
  const { workers, actions } = open()
  actions.measure()
  actions.measure()
  expect(workers).toHaveLength(1)
})

test('cancelling ends the Worker, keeps the figures so far, and drops later messages', () => {
  const { workers, actions, tell, measure } = open()
  actions.measure()
  tell({ event: 'report', report })
  actions.cancelMeasure()
  expect(workers[0]?.ended).toBe(true)
  tell(progress, workers[0])
  expect(measure()).toMatchObject({ underWay: null, problem: null, report: { complete: false } })
  expect(measure().report?.missing).toContainEqual({ part: 'score', what: 'Scoring', reason: 'Cancelled before this was measured.' })
})

test('closing discards an incomplete report and keeps a complete one', () => {
  const { workers, actions, tell, measure } = open()
  actions.measure()
  tell({ event: 'report', report })
  actions.closeMeasure()
  expect(workers[0]?.ended).toBe(true)
  expect(measure()).toEqual({ underWay: null, report: null, problem: null })
  actions.measure()
  tell({ event: 'done', report: { ...report, complete: true } })
  actions.closeMeasure()
  expect(measure().report?.complete).toBe(true)
})

test('a Worker that fails is reported with the part it was at, and another try starts over', () => {
  const { workers, actions, tell, fail, measure } = open()
  actions.measure()
  tell(progress)
  fail('out of memory')
  expect(measure().problem).toBe('The measurement broke off at “Peak speed” (out of memory). Try again; the figures so far are below.')
  expect(workers[0]?.ended).toBe(true)
  actions.measure()
  expect(measure().problem).toBeNull()
  expect(workers).toHaveLength(2)
})

test('it does not start while a run trains', () => {
  const { store, workers, actions } = open()
  store.setState(({ run }) => ({ run: { ...run, state: 'running' } }))
  actions.measure()
  expect(workers).toHaveLength(0)
})
