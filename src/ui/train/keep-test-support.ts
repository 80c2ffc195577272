// Test support: kept runs as the trainer lists them.
import type { TrainerEvent } from '../../protocol.ts'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import { presetConfig } from '../../spec/presets.ts'
import type { RunEvent, RunSummary } from '../../spec/runs.ts'

/** Of the images that a page of test-support.ts opens at first. */
export const cats = {
  id: 'run-cats',
  name: 'Cats',
  images: {
    source: { kind: 'builtin', name: 'shapes' },
    label: 'Shapes',
    preparation: DEFAULT_PREPARATION,
    channels: 3,
    leftOut: [],
    identity: null,
  },
  config: { ...presetConfig('smoke'), seed: 7 },
  step: 4200,
  elapsedSeconds: 600,
  createdAt: 0,
  savedAt: 1000,
  best: null,
  bytes: 9_000_000,
  thinnable: 0,
  picture: null,
  device: null,
  origin: null,
  resumable: true,
  inUse: false,
  exportedAt: null,
} satisfies RunSummary as RunSummary

export function listOf(...runs: RunSummary[]): TrainerEvent {
  return { type: 'runs', stored: { runs, damaged: [], storage: null, problem: null } }
}

/** As the trainer tells it of a run that is taken up. */
export function historyOf(run: number, summary: RunSummary, events: readonly RunEvent[] = []): TrainerEvent {
  return { type: 'history', run, id: summary.id, history: { summary, events, wall: null } }
}
