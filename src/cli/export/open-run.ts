// Opens what a file is made from: the last state of a run, or that of `--step`, and what draws its pictures.
import { type Checkpoint, readCheckpoint, restoreModels } from '../../gan/checkpoint.ts'
import { captureDiscriminator, captureGenerator, type InferenceGenerator, type InferenceNetwork } from '../../gan/inference.ts'
import { disposeModels } from '../../gan/models.ts'
import { createSampler, type Sampler } from '../../gan/sampler.ts'
import type { StoredRun, StoredSnapshot } from '../../store/stored-run.ts'
import { type Options, parseBackend } from '../arguments.ts'
import { openNodeDevice } from '../device.ts'
import { UsageError } from '../errors.ts'

/** @throws UsageError naming the steps that are kept */
export function findSnapshot({ record: { snapshots } }: StoredRun, options: Options): StoredSnapshot {
  const last = snapshots.at(-1) as StoredSnapshot
  if (options.text('step') === undefined) return last
  const step = options.count('step', 0)
  const found = snapshots.findLast((snapshot) => snapshot.step === step)
  if (found && found.content !== 'pictures') return found
  const kept = snapshots.filter(({ content }) => content !== 'pictures').map((snapshot) => snapshot.step)
  throw new UsageError(`The networks of step ${step} are not kept in this run; those of ${kept.join(', ')} are.`)
}

export interface DrawingRun {
  readonly checkpoint: Checkpoint
  readonly sampler: Sampler
  captureGenerator(): Promise<InferenceGenerator>
  captureDiscriminator(): Promise<InferenceNetwork>
  dispose(): void
}

/** Opens a device. The run's networks are on it until `dispose`. */
export async function openDrawingRun(run: StoredRun, options: Options): Promise<DrawingRun> {
  const checkpoint = readCheckpoint(await run.snapshot(findSnapshot(run, options).file))
  await openNodeDevice(parseBackend(options))
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, checkpoint.config)
  return {
    checkpoint,
    sampler,
    captureGenerator: () => captureGenerator(models.generator, sampler, checkpoint.config, checkpoint),
    captureDiscriminator: () => captureDiscriminator(models.discriminator),
    dispose() {
      sampler.dispose()
      disposeModels(models)
    },
  }
}
