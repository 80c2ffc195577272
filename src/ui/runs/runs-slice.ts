// State of the runs that this browser keeps: their list, what is under way with them, and those that are being compared.
import type { TrainerEvent } from '../../protocol.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { Probe } from '../../spec/feature-analyses.ts'
import type { RunHistory, RunSummary, StoredRuns } from '../../spec/runs.ts'

/** More lines in one chart cannot be told apart. */
export const MAX_COMPARED = 4

/** A run in the bin, for Undo. */
export type DeletedRun = Pick<RunSummary, 'id' | 'name'>

/** The best trained layer of a linear probe, with its 95 % interval. */
export interface ProbeScore {
  readonly step: number
  readonly layer: string
  readonly accuracy: number
  readonly low: number
  readonly high: number
}

export interface ProjectExport {
  readonly id: string
  readonly withImages: boolean
  /** The run is saved first. */
  readonly saving: boolean
  /** 0 to 1. */
  readonly share: number
}

export interface RunsSlice {
  readonly stored: StoredRuns
  /** Whether the list has come: before, it is not known to be empty. */
  readonly listed: boolean
  /** Histories that were read, by the id of their run. */
  readonly histories: Readonly<Record<string, RunHistory>>
  /** The last linear probe of each run, as far as it was measured since the page was opened. */
  readonly probes: Readonly<Record<string, ProbeScore>>
  /** Ids of the runs to compare, in the order in which they were checked. */
  readonly chosen: readonly string[]
  /** Whether the dialog shows the comparison in place of the list. */
  readonly comparing: boolean
  /** Deleted since the page was opened and not restored, the last one last. */
  readonly deleted: readonly DeletedRun[]
  /** The project file that is being made. */
  readonly exporting: ProjectExport | null
  /** The file that is becoming a kept run, and how much of that is done, 0 to 1. */
  readonly importing: { readonly name: string; readonly share: number } | null
  /** A run that was imported and is to be opened as soon as the lists have its images and then the run itself. */
  readonly imported: { readonly id: string; readonly setsListed: boolean } | null
  /** Why the last file could not be made or read, as a sentence. */
  readonly fileProblem: string | null
  /** The run that is being read in order to be repeated, with these settings changed. */
  readonly repeating: { readonly id: string; readonly changes: Partial<RunConfig> } | null
  /** The name of the repetition that begins with this configuration, to be given as soon as it is saved. */
  readonly naming: { readonly config: RunConfig; readonly name: string } | null
  /** The run for which the form is open that repeats it with one setting changed. */
  readonly changing: string | null
}

export const initialRuns: RunsSlice = {
  stored: { runs: [], damaged: [], storage: null, problem: null },
  listed: false,
  histories: {},
  probes: {},
  chosen: [],
  comparing: false,
  deleted: [],
  exporting: null,
  importing: null,
  imported: null,
  fileProblem: null,
  repeating: null,
  naming: null,
  changing: null,
}

export type RunsEvent = Extract<
  TrainerEvent,
  {
    type:
      | 'runs'
      | 'run-history'
      | 'project-progress'
      | 'project-file'
      | 'project-failed'
      | 'import-run-progress'
      | 'run-imported'
      | 'import-run-failed'
  }
>

export function applyRunsEvent(runs: RunsSlice, event: RunsEvent): RunsSlice {
  switch (event.type) {
    case 'runs':
      return withList(runs, event.stored)
    case 'run-history':
      return { ...runs, histories: { ...runs.histories, [event.id]: event.history } }
    case 'project-progress':
      return runs.exporting?.id === event.id ? { ...runs, exporting: { ...runs.exporting, share: event.share } } : runs
    case 'project-file':
      return { ...runs, exporting: null }
    case 'project-failed':
      return { ...runs, exporting: null, fileProblem: event.sentence }
    case 'import-run-progress':
      return { ...runs, importing: runs.importing && { ...runs.importing, share: event.share } }
    case 'run-imported':
      return { ...runs, importing: null, imported: { id: event.id, setsListed: false } }
    case 'import-run-failed':
      return { ...runs, importing: null, fileProblem: event.sentence }
    default:
      return event satisfies never
  }
}

/** The kept sets are listed: what was imported may be among them. */
export function withSetsListed(runs: RunsSlice): RunsSlice {
  return runs.imported === null ? runs : { ...runs, imported: { ...runs.imported, setsListed: true } }
}

/** A run that is gone is no longer chosen, and a comparison of fewer than two ends. A problem ends the reading of a run. */
function withList(runs: RunsSlice, stored: StoredRuns): RunsSlice {
  const chosen = runs.chosen.filter((id) => stored.runs.some((run) => run.id === id))
  const repeating = stored.problem === null ? runs.repeating : null
  return { ...runs, stored, listed: true, chosen, comparing: runs.comparing && chosen.length > 1, repeating }
}

/** @param id of the run that was probed */
export function withProbe(runs: RunsSlice, id: string, step: number, { rows }: Probe): RunsSlice {
  const [first, ...others] = rows.filter(({ features }) => features === 'trained')
  if (first === undefined) return runs
  const { name, accuracy, low, high } = others.reduce((one, other) => (other.accuracy > one.accuracy ? other : one), first)
  return { ...runs, probes: { ...runs.probes, [id]: { step, layer: name, accuracy, low, high } } }
}

/** The run that the one on the page repeats, as far as both are known. */
export function repeatedRun(runs: RunsSlice, currentId: string | null): RunSummary | null {
  const origin = runOf(runs, currentId)?.origin
  return origin?.kind === 'again' ? runOf(runs, origin.id) : null
}

export function runOf({ stored }: RunsSlice, id: string | null): RunSummary | null {
  return stored.runs.find((run) => run.id === id) ?? null
}

/** Checks or unchecks a run; a fifth one is not taken. */
export function choose(runs: RunsSlice, id: string, chosen: boolean): RunsSlice {
  const others = runs.chosen.filter((one) => one !== id)
  if (!chosen) return { ...runs, chosen: others }
  return others.length < MAX_COMPARED ? { ...runs, chosen: [...others, id] } : runs
}

/** The deleted runs for which Undo is offered: a run in the list could not be deleted, or was restored. */
export function undoable({ deleted, stored }: Pick<RunsSlice, 'deleted' | 'stored'>): readonly DeletedRun[] {
  return deleted.filter(({ id }) => stored.runs.every((run) => run.id !== id))
}
