// Runs the steps of a run. With our kernels on WebGPU a step is recorded once for each structure and then replayed, and only its inputs
// are uploaded. On other backends its operations run one by one.

import type { Dataset } from '../data/dataset.ts'
import { FIELD_NAMES, isLive, type RunConfig } from '../spec/config.ts'
import { hasOwnKernels } from '../tensor/backend.ts'
import { createRecorder, type ExecutionMode, type Recorder } from '../tensor/replay.ts'
import * as tf from '../tensor/tf.ts'
import type { ClassLabels } from './class-labels.ts'
import { DeviceInputs } from './device-inputs.ts'
import { type Models, stateOf } from './models.ts'
import { settingsOfStep } from './penalties/registry.ts'
import type { StatisticsTotals } from './statistics.ts'
import { trainStep } from './step.ts'
import { createDraws, type StepInputs, stepInputs } from './step-inputs.ts'

export interface Stepper {
  /** Queues a step on the device; its statistics are added to the totals. @param classes null where the networks are told none */
  advance(step: number, config: RunConfig, classes: ClassLabels | null): void
  /** Goes through the operations of such a step without new inputs, so that they can be compiled ahead. */
  dryRun(step: number, config: RunConfig): void
  dispose(): void
}

export function createStepper(models: Models, config: RunConfig, dataset: Dataset, totals: StatisticsTotals, mode: ExecutionMode): Stepper {
  for (const step of [0, 1]) totals.of(structureOf(settingsOfStep(config, step))) // with and without a penalty: a step allocates nothing
  if (hasOwnKernels()) return new DeviceStepper(models, config, dataset, totals, mode)
  const draws = createDraws(config, dataset)
  return {
    advance(step, live, classes) {
      const settings = settingsOfStep(live, step)
      const structure = structureOf(settings)
      const sums = totals.of(structure)
      const inputs = () => stepInputs(draws(step, settings, classes), settings, dataset.channels, step)
      tf.tidy(() => measureStep(sums, models, settings, inputs()))
      totals.countStep(structure)
    },
    dryRun: () => undefined,
    dispose: () => undefined,
  }
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

  constructor(models: Models, config: RunConfig, dataset: Dataset, totals: StatisticsTotals, mode: ExecutionMode) {
    this.models = models
    this.totals = totals
    this.current = { step: 0, config }
    this.inputs = new DeviceInputs(config, dataset, tf.engine().backend as tf.WebGPUBackend)
    this.recorder = createRecorder(mode)
  }

  advance(step: number, config: RunConfig, classes: ClassLabels | null): void {
    const settings = settingsOfStep(config, step)
    const structure = structureOf(settings)
    this.inputs.upload(step, settings, classes)
    this.current = { step, config: settings }
    this.recordingOf(structure)()
    this.totals.countStep(structure)
  }

  dryRun(step: number, config: RunConfig): void {
    const sums = this.totals.of(structureOf(config))
    tf.tidy(() => measureStep(sums, this.models, config, this.inputs.ofStep(step, config)))
  }

  /** Replayed, it was recorded with the first step of the structure: whatever differs between its steps is uploaded. */
  private recordingOf(structure: string): () => void {
    const sums = this.totals.of(structure)
    const kept = () => [...Object.values(stateOf(this.models)), sums.tensor, ...this.inputs.kept]
    const recording =
      this.recordings.get(structure) ?? this.recorder.record(kept, () => this.dryRun(this.current.step, this.current.config))
    this.recordings.set(structure, recording)
    return recording
  }

  dispose(): void {
    this.recorder.dispose()
    this.recordings.clear()
    this.inputs.dispose()
  }
}

function measureStep(sums: ReturnType<StatisticsTotals['of']>, models: Models, config: RunConfig, inputs: StepInputs): void {
  sums.add(trainStep(models, config, inputs))
  for (const { weights } of Object.values(models)) sums.watch(Object.values(weights))
}

/**
 * What the operations of a step depend on: every setting that is fixed for a run, and whether colours change at all. If some steps of a
 * run do more than others, their keys must differ.
 */
function structureOf(config: RunConfig): string {
  const fixed = FIELD_NAMES.filter((name) => !isLive(name)).map((name) => config[name])
  return JSON.stringify([fixed, config.augmentColor > 0])
}
