// A few latents on the device with the networks that judge them, looked at or improved together: pictures do not depend on their neighbours, so the
// gradient of the sum of their losses is that of each. All work is recorded once and replayed.
import { lossAndGradients } from '../../tensor/gradients.ts'
import { contiguousVariables } from '../../tensor/placement.ts'
import { captureTensors } from '../../tensor/readback.ts'
import { createRecorder, type ExecutionMode, type Recorder } from '../../tensor/replay.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { setValues } from '../../tensor/stream.ts'
import * as tf from '../../tensor/tf.ts'
import type { InferenceGenerator, InferenceNetwork } from '../inference.ts'
import { buildNetwork, type Network } from '../networks/build.ts'
import { adam, type Trained, type Variables, zeroVariables } from '../optimiser.ts'
import { adamScalars } from '../step-scalars.ts'
import { comparedFeatures, type LatentLosses, latentLosses } from './latent-loss.ts'

/** A latent with the class that it is looked at with. */
export interface SearchedLatent {
  readonly latent: Float32Array
  /** Null where G is told none. */
  readonly class: number | null
  /** What G reads of the class, [classes]. */
  readonly weights: Float32Array
}

export interface JudgedLatent extends SearchedLatent {
  /** See latent-loss.ts; infinite where a number on the way to it was not finite. */
  readonly loss: number
  /** Mean squared difference of the pixels. */
  readonly error: number
  /** [S, S, C] */
  readonly image: Float32Array
}

/** The constants of Adam, its own [Kingma and Ba 2015, alg. 1]. */
const ADAM = { adamBeta1: 0.9, adamBeta2: 0.999 } as const

type Judged = LatentLosses & { readonly images: tf.Tensor4D }

/** The inputs of a group: B times the target; the four scalars of Adam; the class weights of each latent, where G is told any. */
type GroupInputs = {
  readonly target: tf.Variable<tf.Rank.R4>
  readonly scalars: tf.Variable<tf.Rank.R1>
  readonly classes?: tf.Variable<tf.Rank.R2>
}

export class LatentGroup {
  private readonly recorder: Recorder
  private readonly variables: readonly Variables[]
  private readonly searched: Trained
  private readonly inputs: GroupInputs
  private readonly judgeOnce: () => Judged
  private readonly updateOnce: () => Judged
  private group: readonly SearchedLatent[] = []

  /** @param target [S, S, C] in [-1, 1] @param count latents at a time */
  constructor(
    generator: InferenceGenerator,
    discriminator: InferenceNetwork,
    target: Float32Array,
    count: number,
    mode: ExecutionMode = 'replayed',
  ) {
    this.recorder = createRecorder(mode)
    const ofG = contiguousVariables({ ...generator.weights, ...generator.statistics })
    const ofD = contiguousVariables(discriminator.weights)
    this.searched = searchedVariables(count, generator.latent)
    this.inputs = inputVariables(count, generator, discriminator, target)
    this.variables = [ofG, ofD, this.inputs, this.searched.weights, this.searched.adam.first, this.searched.adam.second]
    const { target: targets, scalars, classes = null } = this.inputs
    const z = this.searched.weights.z as tf.Variable<tf.Rank.R2>
    const kept = () => this.variables.flatMap((group) => Object.values(group))
    const networks = { generator: buildNetwork(generator.definition), ofG, discriminator: buildNetwork(discriminator.definition), ofD }
    const features = this.recorder.record(kept, () => comparedFeatures(networks.discriminator, ofD, targets))()
    const judge = createJudge(networks, { images: targets, features }, classes)
    this.judgeOnce = this.recorder.record(kept, () => judge(z))
    this.updateOnce = this.recorder.record(kept, () => {
      const { gradients, extra } = judgedGradients(judge, z)
      adam(this.searched, gradients, { vector: scalars, index: 0 })
      return extra
    })
  }

  /** @param latents as many as the group has */
  async judge(latents: readonly SearchedLatent[]): Promise<JudgedLatent[]> {
    this.set(latents)
    return (await this.read(this.judgeOnce())).judged
  }

  /** Begins to improve these. */
  set(latents: readonly SearchedLatent[]): void {
    this.group = latents
    const rows = (values: readonly Float32Array[]) => Float32Array.from(values.flatMap((row) => [...row]))
    setValues(this.searched.weights.z as tf.Variable, rows(latents.map(({ latent }) => latent)))
    if (this.inputs.classes) setValues(this.inputs.classes, rows(latents.map(({ weights }) => weights)))
  }

  /** Judges the latents as they are, then improves them by one update. @param update of those since the group was made: 1, 2, … */
  async update(update: number, learningRate: number): Promise<JudgedLatent[]> {
    setValues(this.inputs.scalars, Float32Array.from(adamScalars(ADAM, learningRate, update)))
    const { judged, latents } = await this.read(this.updateOnce())
    this.group = this.group.map((one, i) => ({ ...one, latent: latents[i] as Float32Array }))
    return judged
  }

  dispose(): void {
    this.recorder.dispose()
    tf.dispose(this.variables.flatMap((group) => Object.values(group)))
  }

  /** In one readback. `latents`: as they are now. */
  private async read({ losses, errors, images }: Judged): Promise<{ judged: JudgedLatent[]; latents: Float32Array[] }> {
    const { group } = this
    const z = this.searched.weights.z as tf.Variable
    const [loss, error, pixels, values] = (await captureTensors([losses, errors, images, z])) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    const row = (all: Float32Array, i: number) => all.subarray((i * all.length) / group.length, ((i + 1) * all.length) / group.length)
    return {
      judged: group.map((one, i) => ({ ...one, loss: comparable(loss[i] as number), error: error[i] as number, image: row(pixels, i) })),
      latents: group.map((_, i) => row(values, i)),
    }
  }
}

/** NaN is neither less nor more than another loss: a latent that has it would stay the best. */
function comparable(loss: number): number {
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss
}

/** Networks with their weights; those of G hold its batch statistics too. */
export interface JudgingNetworks {
  readonly generator: Network<tf.Tensor, tf.Tensor4D>
  readonly ofG: Variables
  readonly discriminator: Network<tf.Tensor, unknown>
  readonly ofD: Variables
}

/**
 * Draws latents [B, n] and compares them with a target.
 * @param target B times the image, [B, S, S, C], with D's features of it @param classes weights, [B, classes]; null where G is told none
 */
export function createJudge(
  { generator, ofG, discriminator, ofD }: JudgingNetworks,
  target: { readonly images: tf.Tensor4D; readonly features: readonly tf.Tensor4D[] },
  classes: tf.Tensor2D | null,
): (latents: tf.Tensor2D) => Judged {
  return (latents) => {
    const codes = classes ? tf.concat([latents, classes], 1) : latents // → [B, n + classes]
    const images = generator.forward(ofG, codes, { kind: 'fixed', statistics: ofG })
    return { images, ...latentLosses(latents, images, target.images, comparedFeatures(discriminator, ofD, images), target.features) }
  }
}

/** d loss / d latent of each, with what was judged of it. */
export function judgedGradients(judge: (latents: tf.Tensor2D) => Judged, latents: tf.Tensor2D) {
  return lossAndGradients({ z: latents }, ({ z }) => {
    const judged = judge(z as tf.Tensor2D)
    return { loss: tf.sum(judged.losses), extra: judged }
  })
}

function searchedVariables(count: number, latent: number): Trained {
  const weights = contiguousVariables({ z: { shape: [count, latent], values: new Float32Array(count * latent) } })
  return { weights, adam: { first: zeroVariables(weights), second: zeroVariables(weights) }, ema: {} }
}

function inputVariables(
  count: number,
  { classes }: InferenceGenerator,
  { definition }: InferenceNetwork,
  target: Float32Array,
): GroupInputs {
  const targets = new Float32Array(count * target.length)
  for (let i = 0; i < count; i++) targets.set(target, i * target.length)
  const zeros = (shape: readonly number[]) => ({ shape, values: new Float32Array(sizeOf(shape)) })
  return contiguousVariables({
    target: { shape: [count, ...definition.input], values: targets },
    scalars: zeros([4]),
    ...(classes.counts.length > 0 && { classes: zeros([count, classes.counts.length]) }),
  }) as GroupInputs
}
