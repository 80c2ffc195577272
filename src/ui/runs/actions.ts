// Actions on the runs that this browser keeps: their list, their names, deleting and making room, comparing them, and their project files.
import type { RefObject } from 'react'
import type { DataSource, TrainerEvent } from '../../protocol.ts'
import type { FileLike } from '../../spec/files.ts'
import type { DamagedRun, RunSummary } from '../../spec/runs.ts'
import { formatBytes } from '../../spec/words.ts'
import type { Action } from '../app/action.ts'
import { fixedBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { runFileName } from '../shared/file-name.ts'
import { BackIcon, BinIcon, CompareIcon, FolderIcon, RunsIcon } from '../shared/icons.tsx'
import { runOnPage } from '../train/describe-keep.ts'
import { isExample, runExists } from '../train/run-slice.ts'
import type { SaveActions } from '../train/save-actions.ts'
import type { SettingsActions } from '../train/settings-actions.ts'
import { presetLike } from '../train/settings-slice.ts'
import { isRunFile } from './run-files.ts'
import { choose, type DeletedRun, type ProjectExport, type RunsSlice } from './runs-slice.ts'

type FilesSource = Extract<DataSource, { kind: 'files' }>

export interface RunsActions {
  /** Opens the list of the runs. */
  showRuns(): void
  renameRun(id: string, name: string): void
  deleteRun(run: DeletedRun): void
  restoreRun(id: string): void
  /** Deletes what is left of a run of which nothing can be read. */
  deleteDamaged(id: string): void
  /** Drops all snapshots of a run but the last and the best. */
  thinRun(id: string): void
  /** Checks or unchecks a run for the comparison. */
  chooseRun(id: string, chosen: boolean): void
  /** Compares the runs that are checked, or these. */
  compareRuns(ids?: readonly string[]): void
  /** Back to the list. */
  stopComparing(): void
  /** Makes the project file of a run. */
  exportRun(id: string, withImages: boolean): void
  /** That of the run on the page, as it is now. */
  exportCurrent(withImages: boolean): void
  cancelExport(): void
  /** Keeps the run of a project file or a checkpoint. */
  importRun(file: FileLike): void
  /** Opens what was dropped, picked or pasted: a run, or images. */
  openFiles(source: FilesSource): Promise<void>
  /** Puts the settings of a run into the form. Not while there is a run. */
  duplicateSettings(run: RunSummary): void
}

/** What is done once the trainer has made a project file. */
export interface RunsReactions {
  /** Downloads it. */
  handOverProject(event: Extract<TrainerEvent, { type: 'project-file' }>): void
  /** Makes the project file that waited for the run to be saved. */
  exportSaved(): void
  /** The images of an imported run may have become a kept set. */
  listKeptSets(): void
}

interface Page {
  readonly open: (source: DataSource) => void
  readonly follow: SettingsActions['follow']
  readonly saveAs: SaveActions['saveAs']
}

export function createRunsActions({ client, store }: Dependencies, { open, follow, saveAs }: Page): RunsActions & RunsReactions {
  const setRuns = (change: (runs: RunsSlice) => RunsSlice) => store.setState(({ runs }) => ({ runs: change(runs) }))

  function showRuns() {
    store.setState({ dialog: 'runs' })
    client.send({ type: 'list-runs' })
  }

  /** In the list, which shows how far it is, and what was wrong with the file. */
  function importRun(file: FileLike) {
    showRuns()
    setRuns((runs) => ({ ...runs, importing: file.name, fileProblem: null }))
    client.send({ type: 'import-run', file })
  }

  function setExporting(exporting: ProjectExport | null) {
    setRuns((runs) => ({ ...runs, exporting, fileProblem: null }))
  }

  function exportRun(id: string, withImages: boolean) {
    setExporting({ id, withImages, saving: false, share: 0 })
    client.send({ type: 'export-run', id, withImages })
  }

  return {
    importRun,
    showRuns,
    renameRun(id, name) {
      const wanted = name.trim()
      if (wanted !== '') client.send({ type: 'rename-run', id, name: wanted })
    },
    deleteRun({ id, name }) {
      setRuns((runs) => ({ ...runs, deleted: [...runs.deleted.filter((run) => run.id !== id), { id, name }] }))
      client.send({ type: 'delete-run', id })
    },
    restoreRun: (id) => client.send({ type: 'restore-run', id }),
    deleteDamaged: (id) => client.send({ type: 'delete-damaged-run', id }),
    thinRun: (id) => client.send({ type: 'thin-run', id }),
    chooseRun: (id, chosen) => setRuns((runs) => choose(runs, id, chosen)),
    compareRuns(ids) {
      setRuns((runs) => ({ ...runs, chosen: ids ?? runs.chosen, comparing: true }))
      store.setState({ dialog: 'runs' })
      for (const id of store.getState().runs.chosen) client.send({ type: 'read-run', id })
    },
    stopComparing: () => setRuns((runs) => ({ ...runs, comparing: false })),
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
    async openFiles(source) {
      const [only, ...others] = source.files
      if (only?.file && others.length === 0 && (await isRunFile(only.file))) importRun(only.file)
      else open(source)
    },
    duplicateSettings({ config }) {
      follow({ preset: presetLike(config), data: null, config })
    },
    handOverProject({ name, step, bytes }) {
      saveAs(runFileName(name, step, '-project.zip'), new Blob([bytes], { type: 'application/zip' }))
    },
    exportSaved() {
      const { exporting } = store.getState().runs
      if (exporting?.saving) exportRun(exporting.id, exporting.withImages)
    },
    listKeptSets: () => client.send({ type: 'list-kept' }),
  }
}

/** Why a run cannot be changed: its files belong to the tab that trains it. */
function foreignBlocker({ keep }: State, { id, inUse }: RunSummary): string | null {
  return inUse && id !== keep.id ? REASONS.otherTab : null
}

/** Whether it is the run that the page shows or trains. */
export const isCurrent = ({ keep, run }: State, { id }: RunSummary) => id === keep.id && run.state !== 'idle'
const currentReason = ({ run }: State) => (run.state === 'viewing' ? REASONS.shownRun : REASONS.currentRun)
const named = (_: State, { name }: RunSummary) => ` “${name}”`

const showRuns: Action<RunsActions> = {
  label: 'Runs',
  icon: RunsIcon,
  shortcut: { scope: 'page', key: 'r', name: 'R', help: 'The runs that are kept' },
  run: (actions) => actions.showRuns(),
}

const renameRun: Action<RunsActions, { readonly run: RunSummary; readonly name: string }> = {
  label: 'Rename',
  blocked: (state, { run }) => foreignBlocker(state, run),
  run: (actions, { run, name }) => actions.renameRun(run.id, name),
}

/** Undo brings it back, so there is no question before it. */
const deleteRun: Action<RunsActions, RunSummary> = {
  label: (_, { name }) => `Delete “${name}”`,
  icon: BinIcon,
  blocked: (state, run) => foreignBlocker(state, run) ?? (isCurrent(state, run) ? currentReason(state) : null),
  run: (actions, run) => actions.deleteRun(run),
}

const restoreRun: Action<RunsActions, DeletedRun> = {
  label: 'Undo',
  labelEnd: (_, { name }) => `: keep “${name}”`,
  run: (actions, { id }) => actions.restoreRun(id),
}

const deleteDamaged: Action<RunsActions, DamagedRun> = {
  label: 'Delete it',
  labelEnd: (_, { id }) => `: the damaged run ${id}`,
  icon: BinIcon,
  question: () => ({
    title: 'Delete what is left of this run?',
    text: 'None of its saves can be read, so there is nothing of it to go on from or to look at. Deleting it frees its room and cannot be undone.',
    keep: 'Keep it',
    go: 'Delete it',
  }),
  run: (actions, { id }) => actions.deleteDamaged(id),
}

const thinRun: Action<RunsActions, RunSummary> = {
  label: 'Drop all but the last and best snapshot',
  labelEnd: named,
  blocked: (state, run) => foreignBlocker(state, run) ?? (run.thinnable === 0 ? REASONS.nothingToThin : null),
  question: (_, { name, thinnable }) => ({
    title: `Drop the snapshots of “${name}” between the last and the best one?`,
    text: `That frees ${formatBytes(thinnable)}. The run can still be continued, and its charts stay; you can no longer look at or go back to its other snapshots.`,
    keep: 'Keep them',
    go: 'Drop them',
  }),
  run: (actions, { id }) => actions.thinRun(id),
}

const compareRuns: Action<RunsActions> = {
  label: ({ runs: { chosen } }) => (chosen.length < 2 ? 'Compare' : `Compare ${chosen.length} runs`),
  icon: CompareIcon,
  blocked: ({ runs: { chosen } }) => (chosen.length < 2 ? REASONS.chooseTwoRuns : null),
  run: (actions) => actions.compareRuns(),
}

interface Pair {
  readonly run: RunSummary
  readonly repeated: RunSummary
}

/** Of a run and the one that it repeats. */
const compareWith: Action<RunsActions, Pair> = {
  label: (_, { repeated }) => `Compare with “${repeated.name}”, which it repeats`,
  icon: CompareIcon,
  run: (actions, { run, repeated }) => actions.compareRuns([repeated.id, run.id]),
}

const stopComparing: Action<RunsActions> = { label: 'All runs', icon: BackIcon, run: (actions) => actions.stopComparing() }

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

const exportRun: Action<RunsActions, RunSummary> = {
  label: 'Save project file',
  labelEnd: named,
  blocked: exportBlocker,
  run: (actions, { id }) => actions.exportRun(id, false),
}

const exportWithImages: Action<RunsActions, RunSummary> = {
  label: 'Save project file with the images',
  labelEnd: named,
  blocked: (state, run) => exportBlocker(state) ?? imagesBlocker(run),
  run: (actions, { id }) => actions.exportRun(id, true),
}

/** Of the run on the page. The target: with its images. */
const saveProject: Action<RunsActions, boolean> = {
  label: (_, withImages) => (withImages ? 'Project file with the images' : 'Project file'),
  blocked(state, withImages) {
    const run = runOnPage(state)
    return exportBlocker(state) ?? (run === null ? notKeptReason(state) : withImages ? imagesBlocker(run) : null)
  },
  run: (actions, withImages) => actions.exportCurrent(withImages),
}

const cancelExport: Action<RunsActions> = { label: 'Cancel', run: (actions) => actions.cancelExport() }

const pickRunFile: Action<RunsActions, RefObject<HTMLInputElement | null>> = {
  label: 'Open a project file',
  icon: FolderIcon,
  blocked: ({ runs }) => (runs.importing === null ? null : REASONS.runImporting),
  run: (_, input) => input.current?.click(),
}

const duplicateSettings: Action<RunsActions, RunSummary> = {
  label: 'Use its settings',
  labelEnd: (_, { name }) => ` of “${name}” for the next run`,
  blocked: fixedBlocker,
  run: (actions, run) => actions.duplicateSettings(run),
  announce: (_before, _after, { name }) => `The settings of “${name}” are in the form.`,
}

export const runsActions = {
  showRuns,
  renameRun,
  deleteRun,
  restoreRun,
  deleteDamaged,
  thinRun,
  compareRuns,
  compareWith,
  stopComparing,
  exportRun,
  exportWithImages,
  saveProject,
  cancelExport,
  pickRunFile,
  duplicateSettings,
}
