// `bench soak`: many steps of a run in the page's own trainer, with everything that it keeps; memory and speed at the end are compared with those at
// the beginning.
import { NO_CHOICES } from '../../data/choices.ts'
import { collectionOf } from '../../data/collection.ts'
import { analyseHere } from '../../eval/analysis.ts'
import { readPictures } from '../../gan/checkpoint.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { preparationOf, type RunConfig } from '../../spec/config.ts'
import type { Folder } from '../../store/folder.ts'
import { RunStore } from '../../store/run-store.ts'
import type { Device } from '../../tensor/backend.ts'
import * as tf from '../../tensor/tf.ts'
import type { TuningStore } from '../../tensor/tuning.ts'
import { TemporaryFiles } from '../../worker/exports/temporary-files.ts'
import { createRunLocks } from '../../worker/runs/run-locks.ts'
import { createTrainer } from '../../worker/trainer.ts'
import { benchData } from '../stage.ts'

export interface SoakStage {
  readonly device: Device
  /** Where the run is kept. */
  readonly root: Folder
  /** Seconds of a steady clock. */
  now(): number
  /** Bytes that the process holds. */
  memory(): number
  progress(done: number, total: number, words: string): void
}

/** What a report of the run found. */
export interface SoakSample {
  readonly step: number
  readonly seconds: number
  readonly bytes: number
  readonly tensors: number
}

export interface SoakResult {
  readonly samples: readonly SoakSample[]
  /** Saves that were completed, and the step of the last one. */
  readonly saves: number
  readonly savedStep: number
  readonly failedSaves: number
}

const RUN = 1

/** Trains to the last step of the settings. @throws Error where the run fails */
export async function soak(config: RunConfig, stage: SoakStage): Promise<SoakResult> {
  const samples: SoakSample[] = []
  const result = { saves: 0, savedStep: 0, failedSaves: 0 }
  await new Promise<void>((resolve, reject) => {
    const handle = createTrainer({ ...surroundings(config, stage), emit: (event) => note(event) })
    function note(event: TrainerEvent): void {
      if (event.type === 'step') samples.push(sampleAt(event.report.step, stage))
      if (event.type === 'step') stage.progress(event.report.step, config.steps, '')
      if (event.type === 'dataset') handle({ type: 'start', run: RUN, config, paused: false })
      if (event.type === 'save-failed') result.failedSaves++
      if (event.type === 'saved') Object.assign(result, { saves: result.saves + 1, savedStep: event.save.step })
      if (event.type === 'saved' && event.save.step >= config.steps) handle({ type: 'reset' })
      if (event.type === 'state' && event.state === 'idle') resolve()
      if (event.type === 'failed' || (event.type === 'dataset-failed' && event.failure))
        reject(new Error(event.failure?.message ?? 'the run failed'))
    }
    handle({ type: 'boot', backend: 'auto', base: '' })
    handle({ type: 'open', id: 1, source: { kind: 'builtin', name: 'shapes' }, preparation: preparationOf(config) })
  })
  return { samples, ...result }
}

function sampleAt(step: number, { now, memory }: SoakStage): SoakSample {
  return { step, seconds: now(), bytes: memory(), tensors: tf.memory().numTensors }
}

const forgetful: TuningStore = { load: async () => null, save: async () => undefined }
const NO_SETS = { sets: [], storage: null, problem: null }
const refuse = () => Promise.reject(new Error('a soak does without it'))

/** What the trainer gets, but for where its events go. */
function surroundings(config: RunConfig, { device, root, now }: SoakStage): Omit<Parameters<typeof createTrainer>[0], 'emit'> {
  const locks = createRunLocks(null)
  const runs = new RunStore({
    root: async () => root,
    readPictures,
    lockNow: (id) => locks.lockNow(id),
    held: () => locks.held(),
    estimate: async () => null,
    now: Date.now,
  })
  return {
    now,
    openDevice: async () => device,
    prepare: async () => collectionOf(benchData(config.size)),
    sets: {
      list: async () => NO_SETS,
      keep: async () => ({ key: null, kept: NO_SETS }),
      open: refuse,
      choices: async () => NO_CHOICES,
      builtinLabels: async () => null,
      labelBuiltin: async () => null,
      select: async () => null,
      remove: async () => NO_SETS,
    },
    runs,
    locks,
    tunings: forgetful,
    stepTimes: forgetful,
    analyse: analyseHere,
    openNetwork: refuse,
    loadExample: refuse,
    writeFile: refuse,
    temporaryFiles: new TemporaryFiles({ root: refuse, locks, newId: () => '', pause: refuse }),
    offeredFormats: refuse,
  }
}

/** Of a tenth of the steps. */
interface Tenth {
  readonly stepsPerSecond: number
  readonly bytes: number
  readonly tensors: number
}

/** The first tenth of the samples and the last one. @throws Error where there are too few of them */
export function firstAndLastTenth(samples: readonly SoakSample[]): { readonly first: Tenth; readonly last: Tenth } {
  const count = Math.floor(samples.length / 10)
  if (count < 2) throw new Error(`${samples.length} samples are too few: a tenth of them has to be two at least`)
  return { first: summarise(samples.slice(0, count)), last: summarise(samples.slice(-count)) }
}

function summarise(samples: readonly SoakSample[]): Tenth {
  const [from, to] = [samples[0], samples.at(-1)] as [SoakSample, SoakSample]
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    stepsPerSecond: (to.step - from.step) / (to.seconds - from.seconds),
    bytes: mean(samples.map(({ bytes }) => bytes)),
    tensors: mean(samples.map(({ tensors }) => tensors)),
  }
}
