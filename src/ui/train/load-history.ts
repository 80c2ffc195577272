// What the page shows of a run whose history has come: of one that is taken up again, and of one that is only shown.
import type { TrainerEvent } from '../../protocol.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { RunEvent, RunHistory } from '../../spec/runs.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import type { State } from '../app/store.ts'
import type { ScoresSlice } from '../scores/scores-slice.ts'
import type { History } from './history.ts'
import { markersOf } from './markers.ts'
import { presetLike } from './settings-slice.ts'

export function loadHistory(history: History, { events }: RunHistory): void {
  history.load(
    events.flatMap((event) => (event.event === 'step' ? event.report : [])),
    markersOf(events),
  )
}

export function withHistory(state: State, { id, history }: Extract<TrainerEvent, { type: 'history' }>): State {
  const { summary, events, wall } = history
  const { run, settings, samples, keep } = state
  const { config } = summary
  const isChosen = run.shown === null // else the page shows it by itself
  return {
    ...state,
    run: {
      ...run,
      id: summary.id,
      images: summary.images.label,
      config: beganWith(history),
      report: lastReport(events),
      loggedDevice: lastDevice(events),
    },
    // A run that is only shown leaves the settings of the next one alone.
    settings: run.state === 'viewing' ? settings : { preset: presetLike(config), config, applied: [] },
    samples: { ...samples, grid: wall ?? samples.grid },
    scores: withEvents(state.scores, events),
    keep: {
      ...keep,
      id: isChosen ? id : null,
      last: run.state === 'viewing' ? keep.last : (id ?? keep.last),
      saved: id === null || run.state === 'viewing' ? null : { step: summary.step, at: summary.savedAt },
    },
  }
}

/** The live settings with which a run begins are its first event. */
function beganWith({ summary, events }: RunHistory): RunConfig {
  const first = events.find((event) => event.event === 'change' && event.step === 0)
  return { ...summary.config, ...(first?.event === 'change' && first.changes) }
}

function lastReport(events: readonly RunEvent[]) {
  return events.findLast((event) => event.event === 'step')?.report ?? null
}

function lastDevice(events: readonly RunEvent[]) {
  return events.findLast((event) => event.event === 'device')?.device ?? null
}

/** Those of the network that scored last: scores of different ones cannot be compared. */
function withEvents(scores: ScoresSlice, events: readonly RunEvent[]): ScoresSlice {
  const scored = events.filter((event) => event.event === 'score')
  const network = scored.at(-1)?.report.network
  const own = scored.filter(({ report }) => report.network === network)
  const reports = [...new Map(own.map(({ report }) => [report.step, report])).values()].sort(byStep)
  return { ...scores, reports, best: own.findLast(({ best }) => best)?.step ?? null }
}

const byStep = (one: ScoreReport, other: ScoreReport) => one.step - other.step
