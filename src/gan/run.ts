// A run: models, data and settings that advance step by step, and what can be asked of them at any moment.

import type { Dataset } from '../data/dataset.ts'
import { toPictures } from '../data/pixels.ts'
import { gatherImages } from '../data/sampling.ts'
import { MAX_CLASS_NAME } from '../spec/classes.ts'
import type { LiveConfig, RunConfig } from '../spec/config.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { LatentPoint } from '../spec/picture-code.ts'
import { type RotationPanel, type SampleGrid, type StepReport, WALL_LENGTH } from '../spec/report.ts'
import type { SlowStep } from '../spec/slow-step.ts'
import { hasOwnKernels } from '../tensor/backend.ts'
import { tuneConvolutions } from '../tensor/ops/conv2d/tune.ts'
import { compileAhead } from '../tensor/ops/program.ts'
import { readNumbers } from '../tensor/readback.ts'
import { createRecorder, type ExecutionMode, type Recorder } from '../tensor/replay.ts'
import * as tf from '../tensor/tf.ts'
import type { Tuned, Tuner } from '../tensor/tuning.ts'
import { rotatedCopies } from './augment/rotation.ts'
import { type ClassLabels, checkClasses, classCountOf, unknownClasses } from './class-labels.ts'
import { notFinite } from './errors.ts'
import { captureGenerator, type InferenceGenerator } from './inference.ts'
import { classCountOfModels, createModels, disposeModels, type Models } from './models.ts'
import { ROTATIONS } from './networks/heads.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { createSampler, type SampleOptions, type Sampler } from './sampler.ts'
import { StatisticsTotals } from './statistics.ts'
import { createStepper, type Stepper } from './stepper.ts'

/** Seeds of samples, those of the wall first: the same in every run, so that runs can be compared picture by picture. */
export function firstSeeds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}

export const WALL_SEEDS = firstSeeds(WALL_LENGTH)

/** Real images in the panel that shows the rotation task. */
const PANEL_IMAGES = 4

export interface Run {
  readonly config: RunConfig
  readonly models: Models
  /** Generator updates done. */
  readonly step: number
  /** How many classes its networks are told apart; 0 where they are told none. */
  readonly classCount: number
  /** Null where it has none, or they have not been found yet: then no image has one, and fakes have all alike. */
  readonly classes: ClassLabels | null
  /** Other classes for its images, from the next step and the next picture on. @throws if they are not classes of its networks and images */
  setClasses(classes: ClassLabels): void
  /**
   * Compiles the programs of steps and samples, all at once, so that the first step is not delayed by them.
   * @param tuner times the variants of the convolutions first and chooses; without it the default ones are used
   */
  prepare(onProgress: (done: number, total: number) => void, tuner?: Tuner): Promise<Tuned>
  /** Queues one step on the device. What it measured is added up there until `report`. */
  advance(): void
  /** Queues the same step, with what D and G see, say and learn on the way; resolves when that is read. */
  slowStep(): Promise<SlowStep>
  /** Counts time spent training; the clock itself belongs to the caller. */
  addSeconds(seconds: number): void
  tune(changes: Partial<LiveConfig>): void
  /** Whether what the steps queued so far have measured is finite, without keeping the device from the next ones. @throws TrainingError if not */
  check(): Promise<void>
  /** Means since the last report, or null if no step was made since. @throws TrainingError if they are not finite */
  report(): Promise<StepReport | null>
  /** The sample wall, or pictures of other seeds. */
  samples(seeds?: readonly number[], options?: SampleOptions): Promise<SampleGrid>
  rotations(): Promise<RotationPanel>
  /** Pictures of any points of the input space. @throws RangeError where there is no such class */
  pictures(points: readonly LatentPoint[]): Promise<Pictures>
  /** The averaged generator as it is at the moment of the call, whatever steps are queued after it. */
  generator(): Promise<InferenceGenerator>
  dispose(): void
}

/** Where a run stands: 0 for a new one, or what a checkpoint says. */
export interface Progress {
  readonly step: number
  readonly elapsedSeconds: number
  readonly classes?: ClassLabels | null
}

export function createRun(
  settings: RunConfig,
  dataset: Dataset,
  models?: Models,
  progress: Progress = { step: 0, elapsedSeconds: 0 },
  mode: ExecutionMode = 'replayed',
): Run {
  return new TrainingRun(
    settings,
    dataset,
    models ?? createModels(settings, dataset.channels, classCountOf(settings, dataset)),
    progress,
    mode,
  )
}

class TrainingRun implements Run {
  config: RunConfig
  step: number
  classes: ClassLabels | null
  readonly classCount: number
  readonly models: Models
  /** Its classes while they have not been found. */
  private readonly unknown: ClassLabels | null
  private elapsedSeconds: number
  private readonly dataset: Dataset
  private readonly stepper: Stepper
  private readonly sampler: Sampler
  private readonly recorder: Recorder
  /** The values of the rotation panel. */
  private readonly panel: () => tf.Tensor
  private readonly totals = new StatisticsTotals()
  private stepsInTotals = 0
  private secondsInTotals = 0
  private disposed = false

  constructor(settings: RunConfig, dataset: Dataset, models: Models, progress: Progress, mode: ExecutionMode) {
    this.config = settings
    this.dataset = dataset
    this.models = models
    this.step = progress.step
    this.classCount = classCountOfModels(models)
    this.classes = progress.classes ?? null
    this.unknown = this.classCount > 0 ? unknownClasses(this.classCount, dataset.count) : null
    this.elapsedSeconds = progress.elapsedSeconds
    this.sampler = createSampler(models.generator, settings, mode)
    this.recorder = createRecorder(mode)
    const kept = () => [...Object.values(models.discriminator.weights), ...Object.values(models.discriminator.spectralU)]
    this.panel = this.recorder.record(kept, () => this.rotationPanel())
    this.stepper = createStepper(models, settings, dataset, this.totals, mode)
  }

  async prepare(onProgress: (done: number, total: number) => void, tuner?: Tuner): Promise<Tuned> {
    const untuned: Tuned = { count: 0, milliseconds: 0 }
    if (!hasOwnKernels()) return untuned // none of our kernels: nothing to compile
    const backend = tf.engine().backend as tf.WebGPUBackend
    const step = () => this.stepper.dryRun(this.step, this.config) // pictures are drawn too rarely to be worth the time
    const tuned = tuner ? await tuneConvolutions(backend, step, tuner, () => this.disposed) : untuned
    if (this.disposed) return tuned
    const work = () => {
      this.stepper.dryRun(this.step, this.config)
      this.sampler.dryRun()
      tf.dispose(tf.tidy(() => this.rotationPanel()))
    }
    await compileAhead(backend, work, onProgress)
    return tuned
  }

  advance(): void {
    this.stepper.advance(this.step, this.config, this.classes ?? this.unknown)
    this.countStep()
  }

  slowStep(): Promise<SlowStep> {
    const slow = this.stepper.advanceSlowly(this.step, this.config, this.classes ?? this.unknown)
    this.countStep()
    return slow
  }

  private countStep(): void {
    this.step++
    this.stepsInTotals++
  }

  addSeconds(seconds: number): void {
    this.elapsedSeconds += seconds
    this.secondsInTotals += seconds
  }

  tune(changes: Partial<LiveConfig>): void {
    this.config = { ...this.config, ...changes }
  }

  setClasses(classes: ClassLabels): void {
    checkClasses(classes, this.classCount, this.dataset.count)
    this.classes = { ...classes, names: classes.names.map((name) => name.slice(0, MAX_CLASS_NAME)) }
  }

  async check(): Promise<void> {
    const { step } = this
    const finite = await this.totals.areFinite().catch(() => true) // a lost device, which reports itself
    if (!finite) throw notFinite(step, 'a loss')
  }

  async report(): Promise<StepReport | null> {
    const steps = this.stepsInTotals
    if (steps === 0) return null
    const statistics = await this.totals.read()
    if (Object.values(statistics).some((mean) => mean !== null && !Number.isFinite(mean))) throw notFinite(this.step, 'a loss')
    const report: StepReport = {
      step: this.step,
      imagesSeen: this.step * this.config.discriminatorSteps * this.config.batch,
      statistics,
      stepsPerSecond: this.secondsInTotals > 0 ? steps / this.secondsInTotals : 0,
      elapsedSeconds: this.elapsedSeconds,
    }
    this.totals.clear()
    this.stepsInTotals = 0
    this.secondsInTotals = 0
    return report
  }

  samples(seeds = WALL_SEEDS, options?: SampleOptions): Promise<SampleGrid> {
    return this.sampler.samples(this, seeds, options)
  }

  pictures(points: readonly LatentPoint[]): Promise<Pictures> {
    return this.sampler.pictures(this, points)
  }

  generator(): Promise<InferenceGenerator> {
    return captureGenerator(this.models.generator, this.sampler, this.config, this)
  }

  async rotations(): Promise<RotationPanel> {
    const { size, channels } = this.dataset
    const step = this.step
    const values = await readNumbers(this.panel())
    const shown = this.panelImages().length
    const pixelCount = ROTATIONS * shown * size * size * channels
    return regroup(step, shown, toPictures(values.subarray(0, pixelCount), ROTATIONS * shown, size, channels), values.subarray(pixelCount))
  }

  /** Some real images in all four rotations, grouped by angle, and D's probability of each rotation: all pixels, then all probabilities. */
  private rotationPanel(): tf.Tensor {
    const { size, channels } = this.dataset
    const images = this.panelImages()
    const upright = tf.tensor4d(gatherImages(this.dataset, images), [images.length, size, size, channels])
    const rotated = tf.concat([upright, rotatedCopies(upright, images.length)], 0) // [4 · shown, S, S, C]
    const { network, weights, spectralU } = this.models.discriminator
    const { rotationLogits } = network.forward(normaliseWeights(weights, spectralU, false), rotated)
    return tf.concat([tf.reshape(rotated, [-1]), tf.reshape(tf.softmax(rotationLogits), [-1])], 0)
  }

  /** Evenly spread from the first to the last: a fraction of a set whose classes come in turn would give one class only. */
  private panelImages(): number[] {
    const { count } = this.dataset
    const shown = Math.min(PANEL_IMAGES, count)
    return Array.from({ length: shown }, (_, i) => Math.floor((i * (count - 1)) / Math.max(1, shown - 1)))
  }

  dispose(): void {
    this.disposed = true
    this.stepper.dispose()
    this.sampler.dispose()
    this.recorder.dispose()
    this.totals.dispose()
    disposeModels(this.models)
  }
}

/** From grouped by angle, as in a batch, to grouped by image, as they are shown. */
function regroup(step: number, shown: number, byAngle: Pictures, flat: Float32Array): RotationPanel {
  const length = byAngle.size * byAngle.size * 4
  const pixels = new Uint8ClampedArray(byAngle.pixels.length)
  const probabilities: [number, number, number, number][] = []
  for (let image = 0; image < shown; image++) {
    for (let turn = 0; turn < ROTATIONS; turn++) {
      const row = turn * shown + image
      pixels.set(byAngle.pixels.subarray(row * length, (row + 1) * length), (image * ROTATIONS + turn) * length)
      probabilities.push(Array.from(flat.subarray(row * ROTATIONS, (row + 1) * ROTATIONS)) as [number, number, number, number])
    }
  }
  return { step, pictures: { count: shown * ROTATIONS, size: byAngle.size, pixels }, probabilities }
}
