// Opens what a file is made from: the last state of a run, or that of `--step`, and what draws its pictures.
import { type Checkpoint, readCheckpoint, restoreModels } from '../../gan/checkpoint.ts'
import { captureDiscriminator, captureGenerator, type InferenceGenerator, type InferenceNetwork } from '../../gan/inference.ts'
import { disposeModels } from '../../gan/models.ts'
import { createSampler, type Sampler } from '../../gan/sampler.ts'
import { hasNetworks } from '../../spec/runs.ts'
import type { StoredRun, StoredSnapshot } from '../../store/stored-run.ts'
import { type Options, parseBackend } from '../arguments.ts'
import { openNodeDevice } from '../device.ts'
import { UsageError } from '../errors.ts'

/** That of `--step`, or the last. @throws UsageError naming the steps that are kept */
export function findSnapshot(run: StoredRun, options: Options): StoredSnapshot {
  return options.text('step') === undefined ? (run.record.snapshots.at(-1) as StoredSnapshot) : snapshotAt(run, options.count('step', 0))
}

/** @throws UsageError naming the steps that are kept */
export function snapshotAt({ record: { snapshots } }: StoredRun, step: number): StoredSnapshot {
  const found = snapshots.findLast((snapshot) => snapshot.step === step)
  if (found && hasNetworks(found)) return found
  const kept = snapshots.filter(hasNetworks).map((snapshot) => snapshot.step)
  throw new UsageError(`The networks of step ${step} are not kept in this run; those of ${kept.join(', ')} are.`)
}

/** The state of `--step`, or the last. @throws UsageError naming the steps that are kept */
export async function readState(run: StoredRun, options: Options): Promise<Checkpoint> {
  return readCheckpoint(await run.snapshot(findSnapshot(run, options).file))
}

export interface DrawingRun {
  readonly checkpoint: Checkpoint
  /** Name of the device. */
  readonly adapter: string
  readonly sampler: Sampler
  captureGenerator(): Promise<InferenceGenerator>
  captureDiscriminator(): Promise<InferenceNetwork>
  dispose(): void
}

/** The state of `--step`, or the last. Its networks are on a device until `dispose`. */
export async function openDrawingRun(run: StoredRun, options: Options): Promise<DrawingRun> {
  return openDrawing(await readState(run, options), options)
}

/** Opens a device. The networks are on it until `dispose`. */
export async function openDrawing(checkpoint: Checkpoint, options: Options): Promise<DrawingRun> {
  const device = await openNodeDevice(parseBackend(options))
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, checkpoint.config)
  return {
    checkpoint,
    adapter: device.info.name,
    sampler,
    captureGenerator: () => captureGenerator(models.generator, sampler, checkpoint.config, checkpoint),
    captureDiscriminator: () => captureDiscriminator(models.discriminator),
    dispose() {
      sampler.dispose()
      disposeModels(models)
    },
  }
}

/** The generator of another state, by the device that `openDrawing` has opened. */
export async function captureBeside(checkpoint: Checkpoint): Promise<InferenceGenerator> {
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, checkpoint.config)
  try {
    return await captureGenerator(models.generator, sampler, checkpoint.config, checkpoint)
  } finally {
    sampler.dispose()
    disposeModels(models)
  }
}
