// What the page shows of a run whose history has come: of one that is taken up again, and of one that is only shown.
import type { TrainerEvent } from '../../protocol.ts'
import { firstConfig, scoresOf } from '../../spec/numbers/run-numbers.ts'
import type { RunEvent } from '../../spec/runs.ts'
import type { State } from '../app/store.ts'
import { presetLike } from './settings-slice.ts'

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
      config: firstConfig(config, events),
      report: lastReport(events),
      loggedDevice: lastDevice(events),
    },
    // A run that is only shown leaves the settings of the next one alone.
    settings: run.state === 'viewing' ? settings : { preset: presetLike(config), config, applied: [] },
    samples: { ...samples, grid: wall ?? samples.grid },
    scores: { ...state.scores, ...scoresOf(events) },
    keep: {
      ...keep,
      id: isChosen ? id : null,
      last: run.state === 'viewing' ? keep.last : (id ?? keep.last),
      saved: id === null || run.state === 'viewing' ? null : { step: summary.step, at: summary.savedAt },
    },
  }
}

function lastReport(events: readonly RunEvent[]) {
  return events.findLast((event) => event.event === 'step')?.report ?? null
}

function lastDevice(events: readonly RunEvent[]) {
  return events.findLast((event) => event.event === 'device')?.device ?? null
}
