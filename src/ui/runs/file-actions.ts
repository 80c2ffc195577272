// Actions on project files: one is made of a kept run, and one that was made elsewhere becomes a kept run.
import type { RefObject } from 'react'
import type { TrainerEvent } from '../../protocol.ts'
import type { FileLike } from '../../spec/files.ts'
import type { RunSummary } from '../../spec/runs.ts'
import type { Action } from '../app/action.ts'
import { REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { runFileName } from '../shared/file-name.ts'
import { FolderIcon, SaveIcon } from '../shared/icons.tsx'
import { runOnPage } from '../train/describe-keep.ts'
import { isExample, runExists } from '../train/run-slice.ts'
import type { SaveActions } from '../train/save-actions.ts'
import type { ProjectExport, RunsSlice } from './runs-slice.ts'

export interface RunFileActions {
  /** Makes the project file of a run. */
  exportRun(id: string, withImages: boolean): void
  /** That of the run on the page, as it is now. */
  exportCurrent(withImages: boolean): void
  cancelExport(): void
  /** Keeps the run of a project file or a checkpoint. */
  importRun(file: FileLike): void
  /** Nothing of the file stays. */
  cancelImport(): void
}

/** What is done once the trainer has made a project file. */
export interface RunFileReactions {
  /** Downloads it. */
  handOverProject(event: Extract<TrainerEvent, { type: 'project-file' }>): void
  /** Makes the project file that waited for the run to be saved. */
  exportSaved(): void
}

interface Page {
  readonly showRuns: () => void
  readonly saveAs: SaveActions['saveAs']
}

export function createRunFileActions(
  { client, store }: Pick<Dependencies, 'client' | 'store'>,
  { showRuns, saveAs }: Page,
): RunFileActions & RunFileReactions {
  const setRuns = (changes: Partial<RunsSlice>) => store.setState(({ runs }) => ({ runs: { ...runs, ...changes } }))

  function setExporting(exporting: ProjectExport | null) {
    setRuns({ exporting, fileProblem: null })
  }

  function exportRun(id: string, withImages: boolean) {
    setExporting({ id, withImages, saving: false, share: 0 })
    client.send({ type: 'export-run', id, withImages })
  }

  return {
    exportRun,
    exportCurrent(withImages) {
      const { run } = store.getState()
      const id = runOnPage(store.getState())?.id
      if (id === undefined) return
      if (!runExists(run.state)) return exportRun(id, withImages)
      setExporting({ id, withImages, saving: true, share: 0 })
      client.send({ type: 'save-now', run: run.number })
    },
    cancelExport() {
      const { exporting } = store.getState().runs
      if (exporting?.saving) setExporting(null)
      else if (exporting) client.send({ type: 'cancel-export', id: exporting.id })
    },
    /** In the list, which shows how far it is, and what was wrong with the file. */
    importRun(file) {
      if (store.getState().runs.importing !== null) return showRuns() // it tells of the one that is being read
      showRuns()
      setRuns({ importing: { name: file.name, share: 0 }, fileProblem: null })
      client.send({ type: 'import-run', file })
    },
    cancelImport: () => client.send({ type: 'cancel-import-run' }),
    handOverProject({ name, step, bytes }) {
      saveAs(runFileName(name, step, '-project.zip'), new Blob([bytes], { type: 'application/zip' }))
    },
    exportSaved() {
      const { exporting } = store.getState().runs
      if (exporting?.saving) exportRun(exporting.id, exporting.withImages)
    },
  }
}

const named = (_: State, { name }: RunSummary) => ` “${name}”`

function notKeptReason({ run }: State): string {
  if (isExample(run)) return REASONS.example
  return run.state === 'idle' ? REASONS.noRun : REASONS.notKept
}

const exportBlocker = ({ runs }: State) => (runs.exporting ? REASONS.fileMaking : null)

/** Why the images of a run cannot be in its project file, or need not. */
function imagesBlocker({ images: { source } }: RunSummary): string | null {
  if (source.kind === 'builtin') return REASONS.imagesBuiltin
  return source.kind === 'own' ? REASONS.imagesNotKept : null
}

const exportRun: Action<RunFileActions, RunSummary> = {
  label: 'Save project file',
  labelEnd: named,
  blocked: exportBlocker,
  run: (actions, { id }) => actions.exportRun(id, false),
}

const exportWithImages: Action<RunFileActions, RunSummary> = {
  label: 'Save project file with the images',
  labelEnd: named,
  blocked: (state, run) => exportBlocker(state) ?? imagesBlocker(run),
  run: (actions, { id }) => actions.exportRun(id, true),
}

/** Of the run on the page. The target: with its images. */
const saveProject: Action<RunFileActions, boolean> = {
  label: (_, withImages) => (withImages ? 'Project file with the images' : 'Project file'),
  icon: SaveIcon,
  blocked(state, withImages) {
    const run = runOnPage(state)
    return exportBlocker(state) ?? (run === null ? notKeptReason(state) : withImages ? imagesBlocker(run) : null)
  },
  run: (actions, withImages) => actions.exportCurrent(withImages),
}

const cancelExport: Action<RunFileActions> = { label: 'Cancel', run: (actions) => actions.cancelExport() }

const cancelImport: Action<RunFileActions> = { label: 'Cancel', run: (actions) => actions.cancelImport() }

const pickRunFile: Action<RunFileActions, RefObject<HTMLInputElement | null>> = {
  label: 'Open a project file',
  icon: FolderIcon,
  blocked: ({ runs }) => (runs.importing === null ? null : REASONS.runImporting),
  run: (_, input) => input.current?.click(),
}

export const runFileActions = { exportRun, exportWithImages, saveProject, cancelExport, cancelImport, pickRunFile }
