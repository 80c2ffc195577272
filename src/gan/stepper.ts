// Runs the steps of a run. With our kernels on WebGPU a step is recorded once for each structure and then replayed, and only its inputs
// are uploaded. On other backends its operations run one by one.

import type { Dataset } from '../data/dataset.ts'
import { FIELD_NAMES, isLive, type RunConfig } from '../spec/config.ts'
import type { SlowStep } from '../spec/slow-step.ts'
import { hasOwnKernels } from '../tensor/backend.ts'
import { captureByName } from '../tensor/readback.ts'
import { createRecorder, type ExecutionMode, type Recorder } from '../tensor/replay.ts'
import * as tf from '../tensor/tf.ts'
import type { ClassLabels } from './class-labels.ts'
import { type AboutSlowStep, describeSlowStep } from './describe-slow-step.ts'
import { DeviceInputs } from './device-inputs.ts'
import { type Models, stateOf } from './models.ts'
import { settingsOfStep } from './penalties/registry.ts'
import { type SeenOfStep, slowStep } from './slow-step.ts'
import type { StatisticsTotals } from './statistics.ts'
import { trainStep } from './step.ts'
import { createDraws, type StepDraws, type StepInputs, stepInputs } from './step-inputs.ts'

export interface Stepper {
  /** Queues a step on the device; its statistics are added to the totals. @param classes null where the networks are told none */
  advance(step: number, config: RunConfig, classes: ClassLabels | null): void
  /** Queues the same step, with what is seen of it in slow motion. It is queued at once; resolves when that is read. */
  advanceSlowly(step: number, config: RunConfig, classes: ClassLabels | null): Promise<SlowStep>
  /** Goes through the operations of such a step without new inputs, so that they can be compiled ahead. */
  dryRun(step: number, config: RunConfig): void
  dispose(): void
}

export function createStepper(models: Models, config: RunConfig, dataset: Dataset, totals: StatisticsTotals, mode: ExecutionMode): Stepper {
  for (const step of [0, 1]) totals.of(structureOf(settingsOfStep(config, step))) // with and without a penalty: a step allocates nothing
  if (hasOwnKernels()) return new DeviceStepper(models, config, dataset, totals, mode)
  return new HostStepper(models, config, dataset, totals)
}

/** Inputs are drawn on the host. */
class HostStepper implements Stepper {
  private readonly models: Models
  private readonly totals: StatisticsTotals
  private readonly channels: number
  private readonly draws: (step: number, live: RunConfig, classes: ClassLabels | null) => StepDraws

  constructor(models: Models, config: RunConfig, dataset: Dataset, totals: StatisticsTotals) {
    this.models = models
    this.totals = totals
    this.channels = dataset.channels
    this.draws = createDraws(config, dataset)
  }

  advance(step: number, config: RunConfig, classes: ClassLabels | null): void {
    this.make(measureStep, step, settingsOfStep(config, step), classes)
  }

  async advanceSlowly(step: number, config: RunConfig, classes: ClassLabels | null): Promise<SlowStep> {
    const settings = settingsOfStep(config, step)
    const seen = this.make(measureSlowStep, step, settings, classes)
    try {
      return await readSlowStep(seen, { before: step, config: settings, classes })
    } finally {
      tf.dispose(seen)
    }
  }

  private make<T extends tf.TensorContainer>(work: Measure<T>, step: number, settings: RunConfig, classes: ClassLabels | null): T {
    const structure = structureOf(settings)
    const sums = this.totals.of(structure)
    const draws = this.draws(step, settings, classes)
    const result = tf.tidy(() => work(sums, this.models, settings, stepInputs(draws, settings, this.channels, step)))
    this.totals.countStep(structure)
    return result
  }

  dryRun(): void {}

  dispose(): void {}
}

class DeviceStepper implements Stepper {
  private readonly models: Models
  private readonly totals: StatisticsTotals
  private readonly inputs: DeviceInputs
  private readonly recorder: Recorder
  /** The step that is run, and its settings: eager work reads them at every step, so that it shows what a recording would miss. */
  private current: { readonly step: number; readonly config: RunConfig }
  /** Runs a step, by its structure. */
  private readonly recordings = new Map<string, () => void>()
  /** The same in slow motion. */
  private readonly slowRecordings = new Map<string, () => SeenOfStep>()

  constructor(models: Models, config: RunConfig, dataset: Dataset, totals: StatisticsTotals, mode: ExecutionMode) {
    this.models = models
    this.totals = totals
    this.current = { step: 0, config }
    this.inputs = new DeviceInputs(config, dataset, tf.engine().backend as tf.WebGPUBackend)
    this.recorder = createRecorder(mode)
  }

  advance(step: number, config: RunConfig, classes: ClassLabels | null): void {
    this.replay(this.recordings, measureStep, step, settingsOfStep(config, step), classes)
  }

  async advanceSlowly(step: number, config: RunConfig, classes: ClassLabels | null): Promise<SlowStep> {
    const settings = settingsOfStep(config, step)
    const seen = this.replay(this.slowRecordings, measureSlowStep, step, settings, classes)
    return readSlowStep(seen, { before: step, config: settings, classes })
  }

  dryRun(step: number, config: RunConfig): void {
    tf.tidy(() => this.make(measureStep, step, config))
  }

  private make<T>(work: Measure<T>, step: number, config: RunConfig): T {
    return work(this.totals.of(structureOf(config)), this.models, config, this.inputs.ofStep(step, config))
  }

  /** Recorded with the first step of its structure: whatever differs between its steps is uploaded. */
  private replay<T extends tf.TensorContainer>(
    recordings: Map<string, () => T>,
    work: Measure<T>,
    step: number,
    settings: RunConfig,
    classes: ClassLabels | null,
  ): T {
    const structure = structureOf(settings)
    this.inputs.upload(step, settings, classes)
    this.current = { step, config: settings }
    const kept = () => [...Object.values(stateOf(this.models)), this.totals.of(structure).tensor, ...this.inputs.kept]
    const recording = recordings.get(structure) ?? this.recorder.record(kept, () => this.make(work, this.current.step, this.current.config))
    recordings.set(structure, recording)
    const result = recording()
    this.totals.countStep(structure)
    return result
  }

  dispose(): void {
    this.recorder.dispose()
    this.recordings.clear()
    this.slowRecordings.clear()
    this.inputs.dispose()
  }
}

/** Makes a step, and adds up what it measures. */
type Measure<T> = (sums: ReturnType<StatisticsTotals['of']>, models: Models, config: RunConfig, inputs: StepInputs) => T

const measureStep: Measure<void> = (sums, models, config, inputs) => {
  sums.add(trainStep(models, config, inputs))
  watchWeights(sums, models)
}

const measureSlowStep: Measure<SeenOfStep> = (sums, models, config, inputs) => {
  const { statistics, seen } = slowStep(models, config, inputs)
  sums.add(statistics)
  watchWeights(sums, models)
  return seen
}

function watchWeights(sums: ReturnType<StatisticsTotals['of']>, models: Models): void {
  for (const { weights } of Object.values(models)) sums.watch(Object.values(weights))
}

/** Its values are copied at once, whatever is queued after it. */
async function readSlowStep({ discriminator, generator }: SeenOfStep, about: AboutSlowStep): Promise<SlowStep> {
  const [ofD, ofG] = await Promise.all([captureByName(discriminator.tensors), captureByName(generator.tensors)])
  return describeSlowStep({ values: ofD, names: discriminator.names }, { values: ofG, names: generator.names }, about)
}

/**
 * What the operations of a step depend on: every setting that is fixed for a run, and whether colours change at all. If some steps of a
 * run do more than others, their keys must differ.
 */
function structureOf(config: RunConfig): string {
  const fixed = FIELD_NAMES.filter((name) => !isLive(name)).map((name) => config[name])
  return JSON.stringify([fixed, config.augmentColor > 0])
}
