// Saving what a run has come to as files of the person's own: its networks, the numbers of its charts, and what a probe measured.
import type { TrainerEvent } from '../../protocol.ts'
import type { Probe } from '../../spec/feature-analyses.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { addNotice, removeNotice, SAVE_NOTICE } from '../app/notices-slice.ts'
import { probeCsv } from '../features/probe-table.ts'
import { runFileName } from '../shared/file-name.ts'
import { metricsTable } from './metrics-table.ts'

export interface SaveActions {
  /** A file made on the page, handed over under this name. */
  saveAs(name: string, file: Blob): void
  /** The checkpoint that the command line reads. */
  saveNetwork(): void
  /** Every number on the charts, as a table. */
  saveMetrics(): void
  /** The table of a linear probe; `step` is null where no run had a part in it. */
  saveProbe(probe: Probe, step: number | null): void
  /** The trainer has made the file. */
  handOver(event: Extract<TrainerEvent, { type: 'checkpoint' }>): void
  /** The file could not be made; `sentence` is null where the run ended before. */
  noteUnsaved(sentence: string | null): void
}

const CSV = 'text/csv;charset=utf-8'

export function createSaveActions({ client, store, history }: Dependencies): SaveActions {
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
export function saveFile(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
}
