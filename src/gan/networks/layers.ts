// What a network is made of, as plain data: a list of layers. The forward pass, the table of parameters, the named activations and the
// count of operations are all derived from that list (build.ts). An architecture is a function from settings to two such lists.
import type { RunConfig } from '../../spec/config.ts'
import type { Activation } from '../../tensor/ops/activation.ts'

export const RELU: Activation = { kind: 'relu' }
export const TANH: Activation = { kind: 'tanh' }
/** No activation. */
export const LINEAR: Activation = { kind: 'linear' }

/** Of every norm: added to the variance. */
export const NORM_EPSILON = 1e-5

/** Where scale and offset of a picture come from. 'self-modulated': its own z, with classes beside their embedding. 'class-conditional': the embedding of its class. */
export type NormKind = 'batch' | 'self-modulated' | 'class-conditional'

/**
 * One step from input to output. Shapes are those of one example: [side, side, channels]. The name of a layer is that of its parameters
 * (`conv1` has `conv1/kernel` and `conv1/bias`) and of its output among the network's activations.
 */
export type Layer =
  /** xW + b, as an image of that shape. */
  | {
      readonly kind: 'linear'
      readonly name: string
      readonly shape: readonly [side: number, side: number, channels: number]
      readonly bias: boolean
    }
  /** Padding is 'same': stride 1 keeps the side, stride 2 halves it. */
  | {
      readonly kind: 'conv'
      readonly name: string
      readonly kernel: number
      readonly stride: number
      readonly channels: number
      readonly bias: boolean
      readonly activation: Activation
    }
  /** Stride 2 doubles the side. It has no bias: where it stands, a norm follows. */
  | { readonly kind: 'transposed conv'; readonly name: string; readonly kernel: number; readonly stride: number; readonly channels: number }
  | { readonly kind: 'norm'; readonly name: string; readonly norm: NormKind; readonly activation: Activation }
  | { readonly kind: 'activation'; readonly activation: Activation }
  /** The nearest pixel: each becomes factor x factor equal ones. */
  | { readonly kind: 'upsample'; readonly factor: number }
  /** The mean of each block of factor x factor pixels. */
  | { readonly kind: 'average pool'; readonly factor: number }
  /** The mean of all pixels, [1, 1, channels]. */
  | { readonly kind: 'mean pool'; readonly name: string }
  /** main(x) + shortcut(x). Inside, names are relative: the parameters are `block1/conv1/kernel`. */
  | { readonly kind: 'residual'; readonly name: string; readonly main: readonly Layer[]; readonly shortcut: readonly Layer[] }

/** What reads the last activation x, as one vector: see heads.ts. */
export type Head =
  /** xW + b */
  | { readonly kind: 'linear'; readonly name: string; readonly outputs: number }
  /** xV, without a bias: for each class the product of the features with the vector of that class. */
  | { readonly kind: 'projection'; readonly name: string; readonly outputs: number }

/** How kernels and weights begin; biases and offsets begin at 0, scales at 1. */
export type WeightInit =
  /** N(0, deviation²) */
  | { readonly kind: 'normal'; readonly deviation: number }
  /** U(-a, a) with a = √(6 / (fan in + fan out)) [Glorot and Bengio 2010, eq. 16] */
  | { readonly kind: 'xavier uniform' }

/** Of the classes, E [classes, width]. */
export const EMBEDDING_WEIGHT = 'embedding/weight'

/** How the last entries of an input vector become what the norms read of them: see class-embedding.ts. */
export interface ClassEmbedding {
  /** How many entries: a weight for each class. */
  readonly classes: number
  /** Length of what they become. */
  readonly width: number
}

export interface NetworkDefinition {
  /** Shape of one example: [latent], or [latent + classes], or [side, side, channels] of an image. */
  readonly input: readonly number[]
  /** Where the input has class weights: the norms read their embedding, the first layer the latent alone. */
  readonly embedding?: ClassEmbedding
  readonly layers: readonly Layer[]
  readonly heads: readonly Head[]
  readonly init: WeightInit
  /** Divides every kernel and weight by its largest singular value (spectral-norm.ts), but for those inside a norm. */
  readonly spectralNorm: boolean
}

/** @param channels of the images @param classes that both networks know; none unless given */
export type Architecture = (
  config: RunConfig,
  channels: number,
  classes?: number,
) => { readonly generator: NetworkDefinition; readonly discriminator: NetworkDefinition }
