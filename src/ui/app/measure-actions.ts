// Measures this machine in a dedicated Worker that is terminated afterwards.
import { locked } from '../../spec/locked-worker.ts'
import {
  type MachineReport,
  type MeasureRequest,
  PARTS,
  REPORT_SECONDS,
  type ReportEvent,
  stoppedReport,
} from '../../spec/machine-report.ts'
import type { SaveActions } from '../train/save-actions.ts'
import type { Action } from './action.ts'
import { measureBlocker, REASONS } from './blockers.ts'
import { initialMeasure } from './measure-slice.ts'
import type { Store } from './store.ts'

export interface MeasureActions {
  measure(): void
  /** Stop; the figures so far stay. */
  cancelMeasure(): void
  /** Stop and discard an incomplete report. */
  closeMeasure(): void
}

/** The part of Worker that is used here. */
export type MeasureWorker = Pick<Worker, 'onmessage' | 'onerror' | 'terminate'> & { postMessage(request: MeasureRequest): void }

function spawn(): MeasureWorker {
  const Worker = locked(globalThis.Worker)
  return new Worker(new URL('../../bench/report-worker.ts', import.meta.url), { type: 'module', name: 'measure' })
}

export function createMeasureActions(store: Store, spawnWorker: () => MeasureWorker = spawn): MeasureActions {
  let worker: MeasureWorker | null = null

  function end() {
    worker?.terminate()
    worker = null
  }

  function stop(reason: string, problem: string | null) {
    end()
    store.setState(({ measure: { report } }) => ({ measure: { underWay: null, report: report && stoppedReport(report, reason), problem } }))
  }

  function handle(event: ReportEvent) {
    switch (event.event) {
      case 'progress': {
        const { event: _kind, ...underWay } = event
        store.setState(({ measure }) => ({ measure: { ...measure, underWay } }))
        return
      }
      case 'report':
        store.setState(({ measure }) => ({ measure: { ...measure, report: event.report } }))
        return
      case 'done':
        end()
        store.setState({ measure: { underWay: null, report: event.report, problem: null } })
        return
      default:
        event satisfies never
    }
  }

  return {
    measure() {
      const { measure } = store.getState()
      if (measure.underWay || measureBlocker(store.getState()) !== null) return
      store.setState({ measure: { ...initialMeasure, underWay: { part: 'adapter', share: 0, secondsLeft: REPORT_SECONDS, words: '' } } })
      const fresh = spawnWorker()
      worker = fresh
      fresh.onmessage = ({ data }: MessageEvent<ReportEvent>) => {
        if (fresh === worker) handle(data)
      }
      fresh.onerror = (error) => {
        error.preventDefault()
        if (fresh !== worker) return
        const part = PARTS[store.getState().measure.underWay?.part ?? 'adapter']
        const detail = error.message ? ` (${error.message})` : ''
        stop(
          'The measurement broke off before this.',
          `The measurement broke off at “${part}”${detail}. Try again; the figures so far are below.`,
        )
      }
      fresh.postMessage({ base: document.baseURI })
    },
    cancelMeasure() {
      if (worker) stop('Cancelled before this was measured.', null)
    },
    closeMeasure() {
      end()
      store.setState(({ measure }) => ({
        measure: measure.report?.complete ? { ...measure, underWay: null, problem: null } : initialMeasure,
      }))
    },
  }
}

const measure: Action<MeasureActions> = {
  label({ measure: { underWay, report } }) {
    if (underWay) return 'Measuring…'
    return report ? 'Measure again' : 'Start'
  },
  blocked: (state) => (state.measure.underWay ? REASONS.measuring : measureBlocker(state)),
  run: (actions) => actions.measure(),
}

const cancel: Action<MeasureActions> = { label: 'Cancel', run: (actions) => actions.cancelMeasure() }

/** The target is the report as text. */
const copyReport: Action<SaveActions, string> = {
  label({ saves: { copied } }) {
    if (copied?.what !== 'report') return 'Copy as text'
    return copied.done ? 'Copied' : 'Not allowed: save it'
  },
  run: (actions, report) => void actions.copy('report', report),
}

const saveReport: Action<SaveActions, MachineReport> = {
  label: 'Save as JSON',
  run(actions, report) {
    const name = `quarterturn-machine-${report.measuredAt.slice(0, 10)}.json`
    actions.saveAs(name, new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }))
  },
}

export const measureActions = { measure, cancel, copyReport, saveReport }
