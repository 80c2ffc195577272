// Runs for the tests of the store: what they keep is made from the step, so that what is read can be checked without a copy.
import { DEFAULT_PREPARATION, DEFAULTS } from '../spec/config.ts'
import type { RunEvent } from '../spec/runs.ts'
import type { NewRun, WriterDependencies } from './run-writer.ts'
import type { RunState } from './stored-run.ts'

export const NEW_RUN: NewRun = {
  id: 'cats-1',
  name: 'Cats',
  images: {
    source: { kind: 'builtin', name: 'shapes' },
    label: 'Shapes',
    preparation: DEFAULT_PREPARATION,
    channels: 3,
    leftOut: [2, 5],
    identity: { count: 4094, hash: '1-abc' },
  },
  config: DEFAULTS,
  origin: null,
  scheduled: [],
}

/** Bytes that differ from step to step, in number too. */
export function contentsOf(step: number): Uint8Array<ArrayBuffer> {
  let state = Math.imul(step + 1, 0x9e3779b1)
  return Uint8Array.from({ length: 150 + (step % 37) }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 0x6d2b79f5
    return state >>> 24
  })
}

export function stateAt(step: number, changes: Partial<RunState> = {}): RunState {
  return {
    bytes: contentsOf(step),
    step,
    elapsedSeconds: step / 10,
    config: DEFAULTS,
    device: { backend: 'wasm', name: 'processor', threads: 1 },
    ...changes,
  }
}

export function stepEvent(step: number): RunEvent {
  const report = {
    step,
    imagesSeen: 32 * step,
    stepsPerSecond: 10,
    elapsedSeconds: step / 10,
    statistics: { lossD: step / 7, lossG: null },
  }
  return { event: 'step', step, report }
}

/** Snapshots are written in three pieces; everything is kept and nothing is full, unless `changes` say so. */
export function writerDependencies(changes: Partial<WriterDependencies> = {}): WriterDependencies {
  let time = 1000
  return {
    readPictures: async () => ({ step: 0, wall: null, panel: null }),
    now: () => time++,
    estimate: async () => null,
    freeSpace: async () => undefined,
    mayWrite: async () => true,
    limits: { snapshots: { bytes: 1e6, count: 60 }, historyBytes: 1e6, pieceBytes: 60 },
    ...changes,
  }
}
