// A trainer for tests, on a real device: only the files, the Worker's port and the feature network are replaced.

import { NO_CHOICES } from '../data/choices.ts'
import { type Collection, collectionOf } from '../data/collection.ts'
import { type Analyse, analyseHere } from '../eval/analysis.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { type Checkpoint, readCheckpoint, readPictures } from '../gan/checkpoint.ts'
import type { Command, DataSource, SnapshotRef, TrainerEvent } from '../protocol.ts'
import { CancelledError } from '../spec/cancel.ts'
import { DEFAULT_PREPARATION, type Preparation, type RunConfig } from '../spec/config.ts'
import type { ExportRequest } from '../spec/exports.ts'
import { presetConfig } from '../spec/presets.ts'
import type { Failure } from '../spec/report.ts'
import type { RunHistory } from '../spec/runs.ts'
import type { Folder } from '../store/folder.ts'
import { MemoryFolder } from '../store/memory-folder.ts'
import { RunStore } from '../store/run-store.ts'
import type { SetStore } from '../store/set-store.ts'
import type { Device } from '../tensor/backend.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import type { TuningStore } from '../tensor/tuning.ts'
import { memorySink } from './exports/file-sink.ts'
import { TemporaryFiles } from './exports/temporary-files.ts'
import { type WriteFile, writeHere } from './exports/write-file.ts'
import type { Prepare } from './images.ts'
import { randomId } from './run/run-keeping.ts'
import { createRunLocks, type LockManagerLike } from './runs/run-locks.ts'
import { createTrainer, type Dependencies as TrainerDependencies } from './trainer.ts'

/** The shapes of TINY in gan/test-support.ts: other shapes would compile other programs. */
export const tiny: RunConfig = { ...presetConfig('smoke'), width: 4, batch: 8, latent: 8, steps: 1000 }
export const source: DataSource = { kind: 'builtin', name: 'shapes' }
export const preparation: Preparation = { ...DEFAULT_PREPARATION, size: 16 }
const nothing = { sets: [], storage: null, problem: null }
const sets: SetStore = {
  list: async () => nothing,
  keep: async () => ({ key: null, kept: nothing }),
  open: () => Promise.reject(new Error('nothing is kept here')),
  choices: async () => NO_CHOICES,
  builtinLabels: async () => null,
  labelBuiltin: async () => null,
  select: async () => null,
  remove: async () => nothing,
}

export const forgetful: TuningStore = { load: async () => null, save: async () => undefined }

export function noise(size: number, count = 8): Collection {
  const images = Uint8Array.from({ length: count * size * size * 3 }, (_, i) => (i * 7919 + ((i * i) >> 7)) % 256)
  return collectionOf({ name: 'noise', label: 'Noise', images, count, size, channels: 3 })
}

/** Whether an image of `darkAndBright` is one of the bright ones. */
export const isBright = (image: number) => image % 3 === 0

/** Noise, every third image brighter than the others, which is what its label says. */
export function darkAndBright(size: number, count: number): Collection {
  const { images, ...set } = noise(size, count)
  const length = size * size * 3
  const shown = images.map((value, i) => (value >> 1) + (isBright(Math.floor(i / length)) ? 127 : 0))
  const ofImages = Array.from({ length: count }, (_, image) => Number(isBright(image)))
  return { ...set, images: shown, labels: { names: ['dark', 'bright'], ofImages } }
}

export interface Overrides {
  prepare?: Prepare
  failed?: Promise<Failure>
  tunings?: TuningStore
  analyse?: Analyse
  /** Where runs are kept: another trainer on the same folder finds them there. */
  keeping?: ReturnType<typeof memoryRuns>
  loadExample?: () => Promise<Uint8Array>
  writeFile?: WriteFile
  temporaryFiles?: TemporaryFiles
  /** There is no device before it resolves. */
  booting?: Promise<void>
}

/** An analysis that waits until it is let go, as long as it is not cancelled. */
export function heldAnalysis() {
  let begin: () => void = () => undefined
  let letGo: () => void = () => undefined
  const started = new Promise<void>((resolve) => {
    begin = resolve
  })
  const free = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const analyse: Analyse = async (kind, input, options) => {
    begin()
    const cancelled = new Promise<never>((_, reject) => {
      const look = () => (options.signal?.aborted ? reject(new CancelledError()) : void setTimeout(look, 1))
      look()
    })
    await Promise.race([free, cancelled])
    return analyseHere(kind, input, options)
  }
  return { analyse, started, letGo: () => letGo() }
}

/** Runs that are kept in this folder; every call is another tab. */
export function memoryRuns(
  root: Folder = new MemoryFolder(),
  manager: LockManagerLike | null = null,
): Pick<TrainerDependencies, 'runs' | 'locks'> {
  const locks = createRunLocks(manager)
  const runs = new RunStore({
    lockNow: (id) => locks.lockNow(id),
    held: () => locks.held(),
    root: async () => root,
    readPictures,
    estimate: async () => null,
    now: Date.now,
  })
  return { runs, locks }
}

/** A network that sees 2 x 2 pixels of an image: quick, and enough to tell noise from anything else. */
const thumbnails: FeatureNetwork = {
  name: 'Thumbnails',
  inputSize: 16,
  range: { scale: 1 / 255, offset: 0 },
  layers: { small: 12 },
  layer: 'small',
  hash: '',
  features: (input) => [tf.reshape(tf.image.resizeBilinear(input, [2, 2]), [input.shape[0], 12])],
  dispose: () => undefined,
}

/** A trainer with its events, and a way to wait for one that is still to come or already there. */
export function connect(device: Device, overrides: Overrides = {}) {
  const events: TrainerEvent[] = []
  let check = () => {}
  const handle = createTrainer({
    emit(event) {
      events.push(event)
      check()
    },
    now: () => performance.now() / 1000,
    async openDevice() {
      await overrides.booting
      const info = { ...device.info, software: !overrides.tunings && device.info.software } // software is not tuned
      return { ...device, info, failed: overrides.failed ?? device.failed }
    },
    prepare: overrides.prepare ?? (async (_, { size }) => noise(size)),
    sets,
    ...(overrides.keeping ?? memoryRuns()),
    tunings: overrides.tunings ?? forgetful,
    stepTimes: forgetful,
    analyse: overrides.analyse ?? analyseHere,
    writeFile: overrides.writeFile ?? writeHere(memorySink),
    temporaryFiles: overrides.temporaryFiles ?? temporaryFilesIn(null),
    offeredFormats: async () => [],
    openNetwork: async () => thumbnails,
    loadExample: overrides.loadExample ?? (() => Promise.reject(new Error('there is no example'))),
  })
  const until = (wanted: (event: TrainerEvent) => boolean, after = 0): Promise<TrainerEvent> =>
    new Promise((resolve) => {
      check = () => {
        const found = events.slice(after).find(wanted)
        if (found) resolve(found)
      }
      check()
    })
  return { events, until, send: (...commands: Command[]) => commands.forEach(handle) }
}

export const isState = (state: string, run?: number) => (event: TrainerEvent) =>
  event.type === 'state' && event.state === state && (run === undefined || event.run === run)
export const stepsOf = (events: TrainerEvent[]) => events.flatMap((event) => (event.type === 'step' ? [event.report.step] : []))

export const opened: Command[] = [
  { type: 'boot', backend: 'webgpu', base: '' },
  { type: 'open', id: 1, source, preparation },
]

export type Connection = ReturnType<typeof connect>

/** A trainer on WebAssembly with images enough to be scored. */
export async function connectOnWasm(): Promise<(overrides?: Overrides) => Connection> {
  const device = await openTestDevice('wasm')
  return (overrides) => connect(device, { prepare: async (_, { size }) => noise(size, 80), ...overrides })
}

/** Single steps of a run that rests. */
export async function makeSteps({ events, until, send }: Connection, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const mark = events.length
    send({ type: 'step' })
    await until(isState('paused'), mark)
  }
}

/** The whole state of a run that rests. */
export async function checkpointOf({ events, until, send }: Connection, run: number): Promise<Checkpoint> {
  return readCheckpoint(new Uint8Array(await (await fileOf({ events, until, send }, run)).arrayBuffer()))
}

/** The file that a request becomes; without one, the whole state of the run. @throws what the page would say */
export async function fileOf(
  { events, until, send }: Pick<Connection, 'events' | 'until' | 'send'>,
  run: number,
  request: ExportRequest = { kind: 'safetensors', content: 'state' },
  snapshot: string | null = null,
): Promise<Blob> {
  const mark = events.length
  send({ type: 'make-file', id: mark, source: { run, snapshot }, request })
  const event = await until(({ type }) => type === 'file-made' || type === 'file-failed', mark)
  if (event.type !== 'file-made') throw new Error(event.type === 'file-failed' ? `${event.sentence}` : 'no file')
  return event.file as Blob
}

/** Null: there is no file system. @param manager locks that are shared with other tabs */
export function temporaryFilesIn(root: Folder | null, manager: LockManagerLike | null = null): TemporaryFiles {
  const deps = { newId: randomId, pause: async () => undefined, locks: createRunLocks(manager, 'export') }
  return new TemporaryFiles({ ...deps, root: async () => root ?? Promise.reject(new Error('there is no file system')) })
}

/** Ends a run; everything of it is saved then. */
export async function endRun({ events, until, send }: Connection, run: number): Promise<void> {
  const mark = events.length
  send({ type: 'reset' })
  await until(isState('idle', run), mark)
}

/** The id under which the last run is kept. */
export function keptId(events: readonly TrainerEvent[]): string {
  const kept = events.findLast((event) => event.type === 'kept-as')
  if (kept?.type !== 'kept-as' || kept.id === null) throw new Error('the run is not kept')
  return kept.id
}

/** What each step measured, by its number; of a step that was made again the last. */
export function statisticsOf(events: readonly TrainerEvent[]): Map<number, unknown> {
  return new Map(events.flatMap((event) => (event.type === 'step' ? [[event.report.step, event.report.statistics] as const] : [])))
}

/** Opens the images, and begins a run that rests at step 0. */
export async function begin(trainer: Connection, config: RunConfig = tiny, run = 1): Promise<void> {
  trainer.send(...opened, { type: 'start', run, config, paused: true })
  await trainer.until(isState('paused', run))
}

/** Step by step, each of them saved. */
export async function makeSavedSteps(trainer: Connection, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const mark = trainer.events.length
    await makeSteps(trainer, 1)
    await trainer.until((event) => event.type === 'saved', mark)
  }
}

/** Opens the images, and takes up a kept run as run 2. */
export async function goOn(trainer: Connection, snapshot: SnapshotRef, changes: Partial<Extract<Command, { type: 'continue' }>> = {}) {
  trainer.send(...opened, { type: 'continue', run: 2, snapshot, branch: false, paused: true, ...changes })
  await trainer.until((event) => isState('paused', 2)(event) || isState('finished', 2)(event) || event.type === 'failed')
  return historyOf(trainer.events)
}

/** What a taken up run tells first. */
export function historyOf(events: readonly TrainerEvent[]): RunHistory {
  const found = events.find((event) => event.type === 'history')
  if (found?.type !== 'history') throw new Error('no history')
  return found.history
}

/** The kept states, as they were told last. */
export const snapshotsOf = (events: readonly TrainerEvent[]) => {
  const last = events.findLast((event) => event.type === 'snapshots')
  return last?.type === 'snapshots' ? last.snapshots : []
}
