// One step in slow motion: a step made of the passes of step.ts, exactly as `trainStep` makes it, and what D and G see, say and learn on the way.
// Only evaluations stand around the updates, so the run goes on as after any other step.
import { groupSize, type RunConfig, rotatedCount } from '../spec/config.ts'
import { SLOW_STEP_IMAGES } from '../spec/slow-step.ts'
import { lossAndGradients } from '../tensor/gradients.ts'
import * as tf from '../tensor/tf.ts'
import { adversarialLogits } from './losses/classes.ts'
import type { Models } from './models.ts'
import type { DiscriminatorOutput } from './networks/heads.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { adam } from './optimiser.ts'
import { concatStatistics, meanStatistics, type Statistics } from './statistics.ts'
import {
  discriminatorPass,
  generatorPass,
  inputOfG,
  judgeOfFakes,
  type Pass,
  toldInPassOfD,
  toldInPassOfG,
  updateDiscriminator,
} from './step.ts'
import type { DiscriminatorInputs, GeneratorInputs, StepInputs } from './step-inputs.ts'
import type { StepScalars } from './step-scalars.ts'

/** What is seen of an update, on the device. */
type SeenOfUpdate = {
  /** All float32. */
  readonly tensors: Readonly<Record<string, tf.Tensor>>
  /** Of its statistics. */
  readonly names: string[]
}

export type SeenOfStep = {
  /** Of its last update. */
  readonly discriminator: SeenOfUpdate
  readonly generator: SeenOfUpdate
}

/** Images of a batch that are shown: its last ones, since these are also there rotated. */
export const shownCount = ({ batch }: Pick<RunConfig, 'batch'>): number => Math.min(SLOW_STEP_IMAGES, batch)

/** Of them the last ones are shown rotated, in all four rotations. */
export const shownRotated = (config: RunConfig): number => Math.min(SLOW_STEP_IMAGES / 4, rotatedCount(config))

/** Advances the models by one step, as `trainStep` does, bit for bit. */
export function slowStep(
  models: Models,
  config: RunConfig,
  inputs: StepInputs,
): { readonly statistics: Statistics; readonly seen: SeenOfStep } {
  const { discriminator: updates, generator, scalars } = inputs
  const last = updates.length - 1
  const ofLast = updates[last] as DiscriminatorInputs
  const earlier = updates.slice(0, last).map((ofUpdate, k) => updateDiscriminator(models, config, ofUpdate, scalars, k))
  const ofD = tidyUpdate(() => updateAndSeeD(models, config, ofLast, scalars, last))
  const ofG = tidyUpdate(() => updateAndSeeG(models, config, generator, scalars, ofLast))
  return {
    statistics: concatStatistics([meanStatistics([...earlier, ofD.statistics]), ofG.statistics]),
    seen: { discriminator: ofD.seen, generator: ofG.seen },
  }
}

interface SeenUpdate {
  readonly statistics: Statistics
  readonly seen: SeenOfUpdate
}

/** `tf.tidy` for such an update: the next one changes weights in place, which nothing may share by then. */
function tidyUpdate(work: () => SeenUpdate): SeenUpdate {
  let update: SeenUpdate | undefined
  tf.tidy(() => {
    update = work()
    return update.seen.tensors
  })
  return update as SeenUpdate
}

/** @param k index of the update in the step */
function updateAndSeeD(models: Models, config: RunConfig, inputs: DiscriminatorInputs, scalars: StepScalars, k: number): SeenUpdate {
  const { discriminator } = models
  const pass = discriminatorPass(models, config, inputs, scalars)
  adam(discriminator, pass.gradients, scalars.ofUpdate('adamD', k))
  const weights = normaliseWeights(discriminator.weights, discriminator.spectralU, false)
  const after = discriminator.network.forward(weights, pass.images)
  const logits = (output: DiscriminatorOutput) => adversarialLogits(output, config, toldInPassOfD(output, config, inputs))
  const tensors = {
    ...shownViews(pass, config),
    ...classesOf(inputs),
    noise: tf.slice(inputs.z, [config.batch - shownCount(config), 0], [shownCount(config), -1]),
    logits: logits(pass.output),
    rotationLogits: pass.output.rotationLogits,
    logitsAfter: logits(after),
    rotationLogitsAfter: after.rotationLogits,
    statistics: pass.statistics.values,
  }
  return { statistics: pass.statistics, seen: { tensors, names: [...pass.statistics.names] } }
}

/** The gradient of each pixel is that of the pass: through D, which stands still, to the fakes of the batch. */
function updateAndSeeG(
  models: Models,
  config: RunConfig,
  inputs: GeneratorInputs,
  scalars: StepScalars,
  ofD: DiscriminatorInputs,
): SeenUpdate {
  const { generator } = models
  const pass = generatorPass(models, config, inputs, scalars, ofD)
  adam(generator, pass.gradients, scalars.of('adamG'), scalars.of('emaDecay'))
  const judge = judgeOfFakes(models, config, inputs, scalars, ofD)
  const { gradients } = lossAndGradients({ fake: pass.fake }, ({ fake }) => ({ loss: judge(fake as tf.Tensor4D).loss, extra: {} }))
  const weights = normaliseWeights(generator.weights, generator.spectralU, false)
  const after = generator.network.forward(weights, inputOfG(models, config, inputs, scalars))
  const logits = (output: DiscriminatorOutput) => adversarialLogits(output, config, toldInPassOfG(output, config, inputs))
  const tensors = {
    ...classesOf(inputs),
    fake: lastRows(pass.fake, config.batch, shownCount(config)),
    gradient: lastRows(gradients.fake as tf.Tensor4D, config.batch, shownCount(config)),
    after: lastRows(after, config.batch, shownCount(config)),
    logits: logits(pass.output),
    logitsAfter: logits(judge(after).output),
    statistics: pass.statistics.values,
  }
  return { statistics: pass.statistics, seen: { tensors, names: [...pass.statistics.names] } }
}

/** The images of D's pass that are shown, as D sees them; `turned1` to `turned3`: the last ones by so many quarter turns. */
function shownViews({ images }: Pass, config: RunConfig): Record<string, tf.Tensor> {
  const { batch } = config
  const n = rotatedCount(config)
  const [shown, rotated] = [shownCount(config), shownRotated(config)]
  const upright = { real: lastRows(images, batch, shown), fake: lastRows(images, groupSize(config) + batch, shown) }
  if (rotated === 0) return upright
  const turned = [1, 2, 3].map((turns) => [`turned${turns}`, lastRows(images, batch + turns * n, rotated)] as const)
  return { ...upright, ...Object.fromEntries(turned) }
}

/** The last `count` rows before row `end`. */
function lastRows(images: tf.Tensor4D, end: number, count: number): tf.Tensor4D {
  return tf.slice(images, [end - count, 0, 0, 0], [count, -1, -1, -1])
}

/** The classes of real images and of fakes, where there are any. */
function classesOf({ labels, classes }: Pick<DiscriminatorInputs, 'labels' | 'classes'>) {
  return { ...(labels && { labels: tf.cast(labels, 'float32') }), ...(classes && { classes: tf.cast(classes, 'float32') }) }
}
