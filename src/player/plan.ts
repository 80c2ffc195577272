// From the layers of a generator (gan/networks/layers.ts) to a list of steps that forward.ts and gpu.ts carry out. Three kinds of layers leave:
// a linear layer and a transposed convolution become convolutions, an upsampling before a convolution becomes part of it, and a norm with fixed
// statistics becomes a scale and an offset of each channel, which the convolution before it applies to its sums.
import type { Layer, NetworkDefinition } from '../gan/networks/layers.ts'
import { type AffineBuilder, type Affines, createAffines } from './affines.ts'
import type { GeneratorModel, NamedTensors } from './model.ts'
import { assignSlots } from './slots.ts'
import type { ActivationKind, Step, Value } from './steps.ts'

export interface Plan {
  readonly steps: readonly Step[]
  /** Where z is written. */
  readonly input: Value
  readonly output: Value
  readonly latent: number
  /** Length of a code: z, with classes beside their weights. */
  readonly codeLength: number
  readonly affines: Affines
  /** Norms in the order in which a picture passes them, with the scale and offset that each has become. */
  readonly norms: readonly { readonly name: string; readonly affine: number }[]
  /** Of each value the place in memory, which it shares with values that are needed at other times. */
  readonly slots: readonly number[]
  /** Numbers of each of these places. */
  readonly slotSizes: readonly number[]
}

const LINEAR: ActivationKind = { kind: 'linear' }

/** @throws Error where definition and tensors disagree */
export function createPlan({
  definition,
  tensors,
  latent,
  directions,
}: Pick<GeneratorModel, 'definition' | 'tensors' | 'latent' | 'directions'>): Plan {
  const affines = createAffines(definition, tensors, directions?.shifts ?? null)
  const builder: Builder = { steps: [], norms: [], values: 0, tensors, affines }
  const input = newValue(builder, 1, latent)
  const output = addLayers(builder, definition.layers, input, '')
  const { steps } = builder
  return {
    steps,
    input,
    output,
    latent,
    codeLength: codeLengthOf(definition),
    affines: affines.build(),
    norms: builder.norms,
    ...assignSlots(steps, [input, output], builder.values),
  }
}

interface Builder {
  readonly steps: Step[]
  readonly norms: { readonly name: string; readonly affine: number }[]
  values: number
  readonly tensors: NamedTensors
  readonly affines: AffineBuilder
}

function codeLengthOf({ input }: NetworkDefinition): number {
  return input[0] as number
}

function newValue(builder: Builder, side: number, channels: number): Value {
  return { id: builder.values++, side, channels }
}

function addLayers(builder: Builder, layers: readonly Layer[], input: Value, path: string): Value {
  let value = input
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i] as Layer
    const next = layers[i + 1]
    if (layer.kind === 'upsample' && next?.kind === 'conv' && next.stride === 1) {
      value = addConv(builder, next, value, path, layer.factor)
      i++
    } else value = addLayer(builder, layer, value, path, i > 0)
  }
  return value
}

/** @param isOwn whether the layer before it in its list made the value, so that nobody else reads it */
function addLayer(builder: Builder, layer: Layer, from: Value, path: string, isOwn: boolean): Value {
  const { steps, affines } = builder
  switch (layer.kind) {
    case 'linear':
      return addLinear(builder, layer, from, path)
    case 'conv':
      return addConv(builder, layer, from, path, 1)
    case 'transposed conv':
      return addTransposed(builder, layer, from, path)
    case 'norm': {
      const name = `${path}${layer.name}`
      const affine = affines.norm(name, layer.norm, from.channels)
      builder.norms.push({ name, affine })
      return addPointwise(builder, from, affine, layer.activation, isOwn)
    }
    case 'activation':
      return addPointwise(builder, from, affines.identity(from.channels), layer.activation, false)
    case 'upsample':
      return addResampled(builder, 'upsample', from, layer.factor, from.side * layer.factor)
    case 'average pool':
      return addResampled(builder, 'average pool', from, layer.factor, from.side / layer.factor)
    case 'mean pool':
      return addResampled(builder, 'average pool', from, from.side, 1)
    case 'residual': {
      const [main, shortcut] = [layer.main, layer.shortcut].map((branch) => addLayers(builder, branch, from, `${path}${layer.name}/`))
      const to = newValue(builder, (main as Value).side, (main as Value).channels)
      steps.push({ kind: 'sum', from: main as Value, other: shortcut as Value, to })
      return to
    }
    default:
      return layer satisfies never
  }
}

type LayerOf<K extends Layer['kind']> = Extract<Layer, { kind: K }>

/** A vector as one pixel, whose outputs are then the pixels of an image. */
function addLinear(builder: Builder, { name, shape, bias }: LayerOf<'linear'>, from: Value, path: string): Value {
  const [side, , channels] = shape
  const [inputs, outputs] = [from.side ** 2 * from.channels, side * side * channels]
  const weight = valuesOf(builder.tensors, `${path}${name}/weight`, inputs * outputs) // [inputs, outputs]
  const to = newValue(builder, side, channels)
  const geometry = { kernel: 1, stride: 1, padding: 0, transposed: false, enlarged: 1, inputSide: 1, outputSide: 1 }
  const affine = bias ? builder.affines.bias(`${path}${name}/bias`, outputs) : builder.affines.identity(channels)
  const convolution = { weight: outputsFirst(weight, 1, inputs, outputs), geometry, inputs, outputs, affine }
  builder.steps.push({ kind: 'convolution', from, to, activation: LINEAR, ...convolution })
  return to
}

/** Padding is 'same', as TensorFlow means it. @param enlarged by an upsampling before it */
function addConv(builder: Builder, layer: LayerOf<'conv'>, from: Value, path: string, enlarged: number): Value {
  const { name, kernel, stride, channels: outputs, bias, activation } = layer
  const side = from.side * enlarged
  const outputSide = Math.ceil(side / stride)
  const padding = Math.floor(Math.max(0, (outputSide - 1) * stride + kernel - side) / 2)
  const inputs = from.channels
  const weight = valuesOf(builder.tensors, `${path}${name}/kernel`, kernel ** 2 * inputs * outputs) // [k, k, inputs, outputs]
  const to = newValue(builder, outputSide, outputs)
  const geometry = { kernel, stride, padding, transposed: false, enlarged, inputSide: from.side, outputSide }
  const affine = bias ? builder.affines.bias(`${path}${name}/bias`, outputs) : builder.affines.identity(outputs)
  const convolution = { weight: outputsFirst(weight, kernel ** 2, inputs, outputs), geometry, inputs, outputs, affine }
  builder.steps.push({ kind: 'convolution', from, to, activation, ...convolution })
  return to
}

/** The gradient of a 'same' convolution of that stride from [side · stride] to [side]. */
function addTransposed(builder: Builder, layer: LayerOf<'transposed conv'>, from: Value, path: string): Value {
  const { name, kernel, stride, channels: outputs } = layer
  const inputs = from.channels
  const outputSide = from.side * stride
  const padding = Math.floor(Math.max(0, kernel - stride) / 2)
  const weight = valuesOf(builder.tensors, `${path}${name}/kernel`, kernel ** 2 * inputs * outputs) // [k, k, outputs, inputs] already
  const to = newValue(builder, outputSide, outputs)
  const geometry = { kernel, stride, padding, transposed: true, enlarged: 1, inputSide: from.side, outputSide }
  const convolution = { weight, geometry, inputs, outputs, affine: builder.affines.identity(outputs) }
  builder.steps.push({ kind: 'convolution', from, to, activation: LINEAR, ...convolution })
  return to
}

/** Becomes part of the convolution before it where that has neither bias nor activation. */
function addPointwise(builder: Builder, from: Value, affine: number, activation: ActivationKind, isOwn: boolean): Value {
  const before = builder.steps.at(-1)
  const isBare = before?.kind === 'convolution' && before.activation.kind === 'linear' && builder.affines.isIdentity(before.affine)
  if (isOwn && isBare && before.to === from) {
    before.affine = affine
    before.activation = activation
    return from
  }
  const to = newValue(builder, from.side, from.channels)
  builder.steps.push({ kind: 'pointwise', from, to, affine, activation })
  return to
}

function addResampled(builder: Builder, kind: 'upsample' | 'average pool', from: Value, factor: number, side: number): Value {
  const to = newValue(builder, side, from.channels)
  builder.steps.push({ kind, from, to, factor })
  return to
}

/** @throws Error where it is missing or has another length */
function valuesOf(tensors: NamedTensors, name: string, length: number): Float32Array {
  const { values } = tensors[name] ?? {}
  if (values?.length !== length) throw new Error(`${name} has ${values?.length ?? 'no'} numbers, not ${length}`)
  return values
}

/** [taps, inputs, outputs] → [taps, outputs, inputs] */
function outputsFirst(weight: Float32Array, taps: number, inputs: number, outputs: number): Float32Array {
  const turned = new Float32Array(weight.length)
  for (let tap = 0; tap < taps; tap++) {
    const start = tap * inputs * outputs
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) turned[start + o * inputs + i] = weight[start + i * outputs + o] as number
    }
  }
  return turned
}
