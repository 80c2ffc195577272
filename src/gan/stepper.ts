// Makes the steps of a run. With our kernels on WebGPU a step is recorded once for each structure, and replayed: only its inputs are
// uploaded. Elsewhere its operations are run one by one.

import type { Dataset } from '../data/dataset.ts'
import { FIELD_NAMES, isLive, type RunConfig } from '../spec/config.ts'
import { hasOwnKernels } from '../tensor/backend.ts'
import { createRecorder, type ExecutionMode, type Recorder } from '../tensor/replay.ts'
import * as tf from '../tensor/tf.ts'
import { DeviceInputs } from './device-inputs.ts'
import { type Models, stateOf } from './models.ts'
import type { StatisticsTotals } from './statistics.ts'
import { trainStep } from './step.ts'
import { createDraws, stepInputs } from './step-inputs.ts'

export interface Stepper {
  /** Queues a step on the device; its statistics are added to the totals. */
  advance(step: number, config: RunConfig): void
  /** Goes through the operations of a step without new inputs, so that they can be compiled ahead. */
  dryRun(config: RunConfig): void
  dispose(): void
}

export function createStepper(models: Models, config: RunConfig, dataset: Dataset, totals: StatisticsTotals, mode: ExecutionMode): Stepper {
  if (hasOwnKernels()) return new DeviceStepper(models, config, dataset, totals, mode)
  const draws = createDraws(config, dataset)
  return {
    advance(step, live) {
      const structure = structureOf(live)
      const sums = totals.of(structure)
      tf.tidy(() => sums.add(trainStep(models, live, stepInputs(draws(step, live), live, dataset.channels, step))))
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
  /** What makes a step, by its structure. */
  private readonly recordings = new Map<string, () => void>()

  constructor(models: Models, config: RunConfig, dataset: Dataset, totals: StatisticsTotals, mode: ExecutionMode) {
    this.models = models
    this.totals = totals
    this.inputs = new DeviceInputs(config, dataset, tf.engine().backend as tf.WebGPUBackend)
    this.recorder = createRecorder(mode)
  }

  advance(step: number, config: RunConfig): void {
    const structure = structureOf(config)
    this.inputs.upload(step, config)
    this.recordingOf(structure, config)()
    this.totals.countStep(structure)
  }

  dryRun(config: RunConfig): void {
    tf.tidy(() => this.totals.of(structureOf(config)).add(trainStep(this.models, config, this.inputs.inputs(config))))
  }

  /** @param config settings of that structure: whatever else they say has been uploaded */
  private recordingOf(structure: string, config: RunConfig): () => void {
    const sums = this.totals.of(structure)
    const kept = () => [...Object.values(stateOf(this.models)), sums.tensor, ...this.inputs.kept]
    const recording = this.recordings.get(structure) ?? this.recorder.record(kept, () => this.dryRun(config))
    this.recordings.set(structure, recording)
    return recording
  }

  dispose(): void {
    this.recorder.dispose()
    this.recordings.clear()
    this.inputs.dispose()
  }
}

/** What the operations of a step depend on: every setting that is fixed for a run, and whether colours change at all. */
function structureOf(config: RunConfig): string {
  const fixed = FIELD_NAMES.filter((name) => !isLive(name)).map((name) => config[name])
  return JSON.stringify([fixed, config.augmentColor > 0])
}
