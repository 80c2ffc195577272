// What is compared of a run, whether it is kept or under way on this page, and its values as columns for the charts.
import type { RunConfig } from '../../spec/config.ts'
import type { SampleGrid } from '../../spec/report.ts'
import type { RunHistory } from '../../spec/runs.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import type { State } from '../app/store.ts'
import { describeImages } from './describe-runs.ts'
import type { ProbeScore } from './runs-slice.ts'
import { columnsOf, type Series } from './series.ts'

/** Runs are told apart by letter, colour and dashes, since names may be alike. */
export const LETTERS = ['A', 'B', 'C', 'D'] as const
export type Letter = (typeof LETTERS)[number]

export interface ComparedRun {
  readonly id: string
  readonly letter: Letter
  readonly name: string
  /** It is under way on this page: its curves grow. */
  readonly live: boolean
  readonly images: string
  readonly config: RunConfig
  readonly step: number
  readonly elapsedSeconds: number
  /** All reported statistics over the steps. */
  readonly series: Series
  readonly scores: readonly ScoreReport[]
  readonly wall: SampleGrid | null
  /** Null where the linear probe was not measured since the page was opened. */
  readonly probe: ProbeScore | null
}

function scoresOf({ events }: RunHistory): readonly ScoreReport[] {
  return events.flatMap((event) => (event.event === 'score' ? [event.report] : []))
}

/** The runs to compare whose histories have been read; of the one on this page the live values, since its last save is older. */
export function comparedRuns(state: Pick<State, 'runs' | 'run' | 'keep' | 'settings' | 'samples' | 'scores'>, live: Series) {
  const { runs, run, keep } = state
  return runs.chosen.flatMap((id, i): ComparedRun[] => {
    const letter = LETTERS[i]
    const history = runs.histories[id]
    if (letter === undefined || history === undefined) return []
    const kept = { ...ofHistory(history), id, letter, probe: runs.probes[id] ?? null }
    const isLive = id === keep.id && run.report !== null && run.state !== 'viewing' && run.state !== 'failed'
    return [isLive ? { ...kept, ...ofPage(state, live) } : kept]
  })
}

function ofHistory(history: RunHistory): Omit<ComparedRun, 'id' | 'letter' | 'probe'> {
  const { name, images, config, step, elapsedSeconds } = history.summary
  const about = { name, config, step, elapsedSeconds, images: describeImages(images) }
  return { ...about, live: false, series: columnsOf(history), scores: scoresOf(history), wall: history.wall }
}

type Live = Pick<ComparedRun, 'live' | 'config' | 'step' | 'elapsedSeconds' | 'series' | 'scores' | 'wall'>

function ofPage({ run, settings, samples, scores }: Pick<State, 'run' | 'settings' | 'samples' | 'scores'>, series: Series): Live {
  const { step = 0, elapsedSeconds = 0 } = run.report ?? {}
  return { live: true, config: settings.config, step, elapsedSeconds, series, scores: scores.reports, wall: samples.grid }
}

/** Numbers of different networks are not comparable: the one by which most of the runs were scored, of several that of the first run. */
export function commonNetwork(runs: readonly Pick<ComparedRun, 'scores'>[]): string | null {
  const networks = [...new Set(runs.flatMap(({ scores }) => scores.toReversed().map(({ network }) => network)))]
  const scored = (network: string) => runs.filter((run) => scoresBy(network, run).length > 0).length
  return networks.toSorted((one, other) => scored(other) - scored(one))[0] ?? null
}

export function scoresBy(network: string | null, { scores }: Pick<ComparedRun, 'scores'>): readonly ScoreReport[] {
  return scores.filter((report) => report.network === network)
}
