// The numbers of a run, of which CSV, JSON and SVG are made. The page has them as they are reported, the command line from the history of the run.
import type { RunConfig } from '../config.ts'
import type { RunEvent } from '../runs.ts'
import type { ScoreReport } from '../scores.ts'
import { type History, makeHistory } from './history.ts'
import { markersOf } from './markers.ts'

export interface RunNumbers {
  /** The statistics of the reports, and what changed. */
  readonly history: Pick<History, 'length' | 'names' | 'markers' | 'steps' | 'column'>
  /** Of one network, in the order of their steps. */
  readonly scores: readonly ScoreReport[]
  /** Step of the best score. */
  readonly best: number | null
  /** The images, for people. */
  readonly images: string
  /** The settings with which the run began; null: not known. */
  readonly config: RunConfig | null
}

/**
 * @param events what is part of the run now: see survivingEvents
 * @param run its settings as they are now, and its images
 */
export function numbersOf(events: readonly RunEvent[], run: { readonly images: string; readonly config: RunConfig }): RunNumbers {
  const history = makeHistory()
  loadEvents(history, events)
  const { reports, best } = scoresOf(events)
  return { history, scores: reports, best, images: run.images, config: firstConfig(run.config, events) }
}

export function loadEvents(history: History, events: readonly RunEvent[]): void {
  history.load(
    events.flatMap((event) => (event.event === 'step' ? event.report : [])),
    markersOf(events),
  )
}

/** The live settings with which a run begins are its first event. */
export function firstConfig(config: RunConfig, events: readonly RunEvent[]): RunConfig {
  const first = events.find((event) => event.event === 'change' && event.step === 0)
  return { ...config, ...(first?.event === 'change' && first.changes) }
}

/** Those of the network that scored last: scores of different ones cannot be compared. */
export function scoresOf(events: readonly RunEvent[]): { readonly reports: readonly ScoreReport[]; readonly best: number | null } {
  const scored = events.filter((event) => event.event === 'score')
  const network = scored.at(-1)?.report.network
  const own = scored.filter(({ report }) => report.network === network)
  const reports = [...new Map(own.map(({ report }) => [report.step, report])).values()].sort((one, other) => one.step - other.step)
  return { reports, best: own.findLast(({ best }) => best)?.step ?? null }
}

/** First and last step that anything is known of; null where nothing is. */
export function spanOf({ history, scores }: RunNumbers): readonly [number, number] | null {
  const steps = [...history.steps().subarray(0, 1), ...history.steps().subarray(-1), ...scores.map(({ step }) => step)]
  return steps.length === 0 ? null : [Math.min(...steps), Math.max(...steps)]
}
