// From a list of layers (layers.ts) to a network: its parameters, its forward pass, its named activations and its operations.
import { activate } from '../../tensor/ops/activation.ts'
import { convolve } from '../../tensor/ops/conv2d/convolve.ts'
import { averagePool, upsample } from '../../tensor/ops/resample/resample.ts'
import { sizeOf } from '../../tensor/shape.ts'
import * as tf from '../../tensor/tf.ts'
import { embeddingFlops, embeddingParameters, firstShape, inputPartsOf } from './class-embedding.ts'
import { type DiscriminatorOutput, discriminatorOutput, headFlops, headParameters } from './heads.ts'
import type { Layer, NetworkDefinition } from './layers.ts'
import { applyNorm, type BatchNorm, type ModulationLengths, normFlops, normParameters } from './norm.ts'
import { biasOf, type ParameterSpecs, type Weights, weight } from './parameters.ts'
import { project } from './project.ts'

/** Of one example, without the batch. */
type Shape = readonly number[]

/** The output of a layer, where features can be taken. */
export interface NamedActivation {
  readonly name: string
  /** [side, side, channels] */
  readonly shape: Shape
}

export interface Network<Input extends tf.Tensor = tf.Tensor, Output = unknown> {
  readonly definition: NetworkDefinition
  /** In the order in which their first values are drawn. */
  readonly parameters: ParameterSpecs
  /** Outputs of its layers, from the first to the one that the heads read. */
  readonly activations: readonly NamedActivation[]
  /** Floating-point operations of its convolutions and products for one example, two for every multiplication. */
  readonly flops: number
  /** input [B, ...] → output. `norm` says where batch statistics come from. */
  forward(weights: Weights, input: Input, norm?: BatchNorm): Output
  /** input [B, ...] → the activations of these names, in that order, each [B, side, side, channels]. */
  activationsAt(weights: Weights, input: Input, names: readonly string[], norm?: BatchNorm): tf.Tensor4D[]
}

/** z [B, latent], with classes beside their weights [B, latent + classes] → images [B, S, S, C] in [-1, 1] */
export type Generator = Network<tf.Tensor2D, tf.Tensor4D>
/** images [B, S, S, C] → what the heads say of each */
export type Discriminator = Network<tf.Tensor4D, DiscriminatorOutput>

const BATCH_STATISTICS: BatchNorm = { kind: 'batch' }

/** A network whose output is its last activation. */
export function buildNetwork(definition: NetworkDefinition): Network<tf.Tensor, tf.Tensor4D> {
  const { layers, heads } = definition
  const input = firstShape(definition)
  const placed = placeLayers(layers, input)
  const activations = placed.flatMap(({ name, output, isInner }) => (name !== null && !isInner ? { name, shape: output } : []))
  const features = sizeOf(placed.at(-1)?.output ?? input)
  const isSelfModulated = placed.some(({ layer }) => layer.kind === 'norm' && layer.norm === 'self-modulated')
  const contextOf = (weights: Weights, x: tf.Tensor, norm: BatchNorm): ForwardContext => {
    const { z, embedded } = inputPartsOf(definition, weights, x)
    const zWithClasses = embedded && isSelfModulated ? tf.concat([z, embedded], 1) : z
    return { weights, z, zWithClasses, embedded, norm }
  }
  return {
    definition,
    parameters: Object.assign(
      {},
      embeddingParameters(definition),
      ...placed.map((each) => parametersOfLayer(each, definition)),
      ...heads.map((head) => headParameters(head, features, definition)),
    ),
    activations,
    flops: [
      embeddingFlops(definition),
      ...placed.map((each) => flopsOfLayer(each, definition)),
      ...heads.map((head) => headFlops(head, features)),
    ].reduce((sum, flops) => sum + flops, 0),
    forward(weights, x, norm = BATCH_STATISTICS) {
      const context = contextOf(weights, x, norm)
      return applyAll(layers, context.z, '', context)
    },
    activationsAt(weights, x, names, norm = BATCH_STATISTICS) {
      const missing = names.find((name) => activations.every((activation) => activation.name !== name))
      if (missing !== undefined) throw new Error(`the network has no activation called ${missing}`)
      const found = new Map<string, tf.Tensor4D>()
      const context = contextOf(weights, x, norm)
      let h = context.z
      for (const layer of layers) {
        if (names.every((name) => found.has(name))) break
        h = applyLayer(layer, h, '', context)
        if ('name' in layer) found.set(layer.name, h as tf.Tensor4D)
      }
      return names.map((name) => found.get(name) as tf.Tensor4D)
    },
  }
}

/** A network whose output is what the heads read from its last activation. */
export function buildDiscriminator(definition: NetworkDefinition): Discriminator {
  const network = buildNetwork(definition)
  const { heads } = definition
  return { ...network, forward: (weights, images, norm) => discriminatorOutput(heads, weights, network.forward(weights, images, norm)) }
}

/** What an image of that shape is: [side, side, channels]. @throws Error where the shape is no square image's */
export function imageShape(shape: Shape): { readonly size: number; readonly channels: number } {
  const [height, width, channels] = shape
  if (shape.length !== 3 || height !== width) throw new Error(`[${shape}] is not the shape of a square image`)
  return { size: height as number, channels: channels as number }
}

/** A layer with the shapes on its both sides. */
interface PlacedLayer {
  readonly layer: Layer
  /** With the names of the blocks around it; null of a layer that has none. */
  readonly name: string | null
  readonly input: Shape
  readonly output: Shape
  /** Whether it stands inside a block. */
  readonly isInner: boolean
}

/** Every layer, those inside blocks before the block itself. */
function placeLayers(layers: readonly Layer[], input: Shape, path = ''): PlacedLayer[] {
  let shape = input
  return layers.flatMap((layer) => {
    const name = 'name' in layer ? `${path}${layer.name}` : null
    const before = shape
    const inner = layer.kind === 'residual' ? [layer.main, layer.shortcut].map((branch) => placeLayers(branch, before, `${name}/`)) : []
    shape = layer.kind === 'residual' ? sharedShape(inner, before, layer.name) : shapeAfter(layer, before)
    return [...inner.flat(), { layer, name, input: before, output: shape, isInner: path !== '' }]
  })
}

/** What both branches of a block end in; a branch without layers passes its input on. */
function sharedShape(branches: readonly PlacedLayer[][], input: Shape, name: string): Shape {
  const [main = input, shortcut = input] = branches.map((branch) => branch.at(-1)?.output)
  if (String(main) !== String(shortcut)) throw new Error(`the branches of ${name} end in [${main}] and [${shortcut}]`)
  return main
}

function shapeAfter(layer: Exclude<Layer, { kind: 'residual' }>, input: Shape): Shape {
  const [side, , channels] = input as [number, number, number]
  switch (layer.kind) {
    case 'linear':
      return layer.shape
    case 'conv':
      return [Math.ceil(side / layer.stride), Math.ceil(side / layer.stride), layer.channels]
    case 'transposed conv':
      return [side * layer.stride, side * layer.stride, layer.channels]
    case 'upsample':
      return [side * layer.factor, side * layer.factor, channels]
    case 'average pool':
      return [side / layer.factor, side / layer.factor, channels]
    case 'mean pool':
      return [1, 1, channels]
    case 'norm':
    case 'activation':
      return input
    default:
      return layer satisfies never
  }
}

function modulationLengths(definition: NetworkDefinition): ModulationLengths {
  const embedding = definition.embedding?.width ?? 0
  return { zWithClasses: (firstShape(definition)[0] ?? 0) + embedding, embedding }
}

function parametersOfLayer({ layer, name, input }: PlacedLayer, definition: NetworkDefinition): ParameterSpecs {
  const { init, spectralNorm } = definition
  const channels = input.at(-1) as number
  switch (layer.kind) {
    case 'linear':
      return {
        [`${name}/weight`]: { shape: [sizeOf(input), sizeOf(layer.shape)], init, spectralNorm },
        ...(layer.bias && { [`${name}/bias`]: biasOf(sizeOf(layer.shape)) }),
      }
    case 'conv':
      return {
        [`${name}/kernel`]: { shape: [layer.kernel, layer.kernel, channels, layer.channels], init, spectralNorm },
        ...(layer.bias && { [`${name}/bias`]: biasOf(layer.channels) }),
      }
    case 'transposed conv':
      return { [`${name}/kernel`]: { shape: [layer.kernel, layer.kernel, layer.channels, channels], init, spectralNorm } }
    case 'norm':
      return normParameters(name as string, layer.norm, channels, modulationLengths(definition), init)
    default:
      return {}
  }
}

function flopsOfLayer({ layer, input, output }: PlacedLayer, definition: NetworkDefinition): number {
  switch (layer.kind) {
    case 'linear':
      return 2 * sizeOf(input) * sizeOf(output)
    case 'conv':
      return 2 * layer.kernel ** 2 * (input.at(-1) as number) * sizeOf(output)
    case 'transposed conv':
      return 2 * layer.kernel ** 2 * sizeOf(input) * layer.channels // every input meets the kernel once
    case 'norm':
      return normFlops(layer.norm, input.at(-1) as number, modulationLengths(definition))
    default:
      return 0
  }
}

/** What every layer of a forward pass may read. */
interface ForwardContext {
  readonly weights: Weights
  /** What the first layer reads of the input: see class-embedding.ts. */
  readonly z: tf.Tensor
  /** What a self-modulated norm reads: z, with classes beside their embedding. */
  readonly zWithClasses: tf.Tensor
  /** Of the classes, [B, width]; null without classes. */
  readonly embedded: tf.Tensor2D | null
  readonly norm: BatchNorm
}

function applyAll(layers: readonly Layer[], input: tf.Tensor, path: string, context: ForwardContext): tf.Tensor4D {
  let h = input
  for (const layer of layers) h = applyLayer(layer, h, path, context)
  return h as tf.Tensor4D
}

function applyLayer(layer: Layer, input: tf.Tensor, path: string, context: ForwardContext): tf.Tensor4D {
  const name = 'name' in layer ? `${path}${layer.name}` : path
  const own = <T extends tf.Tensor>(part: string) => weight<T>(context.weights, `${name}/${part}`)
  const x = input as tf.Tensor4D
  switch (layer.kind) {
    case 'linear':
      return tf.reshape(project(input, own('weight'), layer.bias ? own('bias') : null), [x.shape[0], ...layer.shape]) // → [B, side, side, channels]
    case 'conv':
      if (layer.bias) return convolve(x, own('kernel'), own('bias'), layer.stride, layer.activation)
      return activate(tf.conv2d(x, own<tf.Tensor4D>('kernel'), layer.stride, 'same'), layer.activation)
    case 'transposed conv': {
      const side = x.shape[1] * layer.stride
      return tf.conv2dTranspose(x, own<tf.Tensor4D>('kernel'), [x.shape[0], side, side, layer.channels], layer.stride, 'same')
    }
    case 'norm':
      return applyNorm(name, layer, context.weights, x, context, context.norm)
    case 'activation':
      return activate(x, layer.activation)
    case 'upsample':
      return upsample(x, layer.factor)
    case 'average pool':
      return averagePool(x, layer.factor)
    case 'mean pool':
      return averagePool(x, x.shape[1])
    case 'residual':
      return tf.add(applyAll(layer.main, x, `${name}/`, context), applyAll(layer.shortcut, x, `${name}/`, context))
    default:
      return layer satisfies never
  }
}
