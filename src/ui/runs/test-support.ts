// Test support: kept runs and their histories.
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import { presetConfig } from '../../spec/presets.ts'
import type { RunEvent, RunHistory, RunSummary } from '../../spec/runs.ts'
import type { ScoreReport } from '../../spec/scores.ts'

export function summary(id: string, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: id,
    images: {
      source: { kind: 'builtin', name: 'shapes' },
      label: 'Shapes',
      preparation: { ...DEFAULT_PREPARATION, size: 16 },
      channels: 3,
      leftOut: [],
      identity: { count: 3686, hash: 'abc' },
    },
    config: presetConfig('smoke'),
    step: 300,
    elapsedSeconds: 90,
    createdAt: 0,
    savedAt: 0,
    best: null,
    bytes: 2_000_000,
    thinnable: 0,
    picture: null,
    device: null,
    origin: null,
    resumable: true,
    inUse: false,
    exportedAt: null,
    ...changes,
  }
}

export function stepEvent(step: number, statistics: Readonly<Record<string, number | null>>): RunEvent {
  return { event: 'step', step, report: { step, imagesSeen: step, statistics, stepsPerSecond: 1, elapsedSeconds: step } }
}

export function scoreEvent(step: number, values: Partial<ScoreReport>): RunEvent {
  const counts = { real: 300, fake: 300, training: 300, heldOut: 30 }
  const report = { step, network: 'MobileNetV2', counts, kid: null, kidStderr: null, fid: null, precision: null, recall: null, ...values }
  return { event: 'score', step, report: report as ScoreReport, best: false }
}

export function history(run: RunSummary, events: readonly RunEvent[] = []): RunHistory {
  return { summary: run, events, wall: null }
}
