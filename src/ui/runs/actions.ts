import type { DataSource } from '../../protocol.ts'
import type { FileLike } from '../../spec/files.ts'
import type { DamagedRun, RunSummary } from '../../spec/runs.ts'
import { formatBytes } from '../../spec/words.ts'
import type { Action } from '../app/action.ts'
import { fixedBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { isHidden } from '../lesson/lesson-slice.ts'
import { BackIcon, BinIcon, CompareIcon, RunsIcon } from '../shared/icons.tsx'
import type { SaveActions } from '../train/save-actions.ts'
import type { SettingsActions } from '../train/settings-actions.ts'
import { presetLike } from '../train/settings-slice.ts'
import { createRunFileActions, type RunFileActions, type RunFileReactions, runFileActions } from './file-actions.ts'
import { isRunFile } from './run-files.ts'
import { choose, type DeletedRun, type RunsSlice } from './runs-slice.ts'

type FilesSource = Extract<DataSource, { kind: 'files' }>

export interface RunsActions extends RunFileActions {
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
  /** Opens what was dropped, picked or pasted: a run, a table of labels for the open images, or images. */
  openFiles(source: FilesSource): Promise<void>
  /** Puts the settings of a run into the form. Not while there is a run. */
  duplicateSettings(run: RunSummary): void
}

export interface RunsReactions extends RunFileReactions {
  /** The images of an imported run may have become a kept set. */
  listKeptSets(): void
}

/** By its name: a table looks like any text. */
const TABLE = /\.(csv|tsv)$/i

interface Page {
  readonly open: (source: DataSource) => void
  readonly follow: SettingsActions['follow']
  readonly saveAs: SaveActions['saveAs']
  /** Opens the Labels view with it. */
  readonly readTable: (file: FileLike) => void
}

export function createRunsActions({ client, store }: Dependencies, { open, follow, saveAs, readTable }: Page): RunsActions & RunsReactions {
  const setRuns = (change: (runs: RunsSlice) => RunsSlice) => store.setState(({ runs }) => ({ runs: change(runs) }))

  function showRuns() {
    store.setState({ dialog: 'runs' })
    client.send({ type: 'list-runs' })
  }

  const files = createRunFileActions({ client, store }, { showRuns, saveAs })

  return {
    ...files,
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
    async openFiles(source) {
      const [only, ...others] = source.files
      const file = others.length === 0 ? only?.file : null
      if (file && store.getState().data.opened !== null && TABLE.test(file.name)) readTable(file)
      else if (file && (await isRunFile(file))) files.importRun(file)
      else open(source)
    },
    duplicateSettings({ config }) {
      follow({ preset: presetLike(config), data: null, config })
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
  blocked: (state) => (isHidden(state, 'runs') ? REASONS.notInLesson : null),
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
  duplicateSettings,
  ...runFileActions,
}
