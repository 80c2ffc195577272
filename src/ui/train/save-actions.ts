// Actions that save files: the networks, the metrics, and the results of a linear probe.
import type { TrainerEvent } from '../../protocol.ts'
import type { Probe } from '../../spec/feature-analyses.ts'
import { addNotice, removeNotice, SAVE_NOTICE } from '../app/notices-slice.ts'
import type { SessionParts } from '../app/session.ts'
import { probeCsv } from '../features/probe-table.ts'
import { runFileName } from '../shared/file-name.ts'
import { metricsTable } from './metrics-table.ts'

export interface SaveActions {
  /** Downloads a file made on the page. */
  saveAs(name: string, file: Blob): void
  /** Saves the checkpoint, which the command line reads. */
  saveNetwork(): void
  /** Saves all values of the charts as CSV. */
  saveMetrics(): void
  /** Saves a linear probe as CSV; `step` is null if no run was involved. */
  saveProbe(probe: Probe, step: number | null): void
  /** The trainer sent the checkpoint: downloads it. */
  handOver(event: Extract<TrainerEvent, { type: 'checkpoint' }>): void
  /** The checkpoint could not be made; `sentence` is null if the run ended first. */
  noteUnsaved(sentence: string | null): void
}

const CSV = 'text/csv;charset=utf-8'

export function makeSaveActions({ client, store, history }: SessionParts): SaveActions {
  function saveAs(name: string, file: Blob) {
    saveFile(name, file)
    store.setState(({ saves, notices }) => ({ saves: { ...saves, last: { file: name } }, notices: removeNotice(notices, SAVE_NOTICE) }))
  }

  function save(step: number | null, ending: string, content: BlobPart, type: string) {
    saveAs(runFileName(store.getState().data.opened?.summary.label ?? '', step, ending), new Blob([content], { type }))
  }

  return {
    saveAs,
    saveNetwork() {
      const { run, saves } = store.getState()
      if (saves.underWay !== null) return
      store.setState({ saves: { ...saves, underWay: 0 } })
      client.send({ type: 'save-checkpoint', run: run.number })
    },
    saveMetrics() {
      const { run, scores } = store.getState()
      save(run.report?.step ?? 0, '-metrics.csv', metricsTable(history, scores.reports, run), CSV)
    },
    saveProbe(probe, step) {
      save(step, '-probe.csv', probeCsv(probe, step), CSV)
    },
    handOver({ step, bytes }) {
      save(step, '.safetensors', bytes, 'application/octet-stream')
    },
    noteUnsaved(sentence) {
      if (sentence === null) return
      const notice = { id: SAVE_NOTICE, kind: 'warning', title: 'The network could not be saved', lines: [sentence] } as const
      store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
    },
  }
}

/** The browser reads the file after the click, so its object URL must stay valid for a while. */
const KEPT_MS = 60_000

/** Downloads a file that was made on the page. */
function saveFile(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
}
