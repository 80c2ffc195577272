// The layers of a network (gan/networks/layers.ts) as ONNX operators on images [N, channels, side, side].
import { type Layer, NORM_EPSILON, type NormKind } from '../../gan/networks/layers.ts'
import type { Activation } from '../../tensor/ops/activation.ts'
import type { HostTensor, HostTensors } from '../../tensor/readback.ts'
import { imageChannelsFirst, kernelChannelsFirst } from './channels-first.ts'
import type { GraphBuilder } from './graph.ts'

/** A value on its way through the layers: images, or vectors as images of one pixel. */
export interface Flow {
  readonly value: string
  readonly side: number
  readonly channels: number
}

/** What every layer may read. */
export interface LayerContext {
  readonly graph: GraphBuilder
  readonly weights: HostTensors
  /** `NAME/mean` and `NAME/variance` of each norm. */
  readonly statistics: HostTensors
  /** The value that a norm of that kind reads beside the image, [N, length]; a network without such norms has none. */
  readonly modulation: Readonly<Partial<Record<NormKind, string>>>
}

export function addLayers(layers: readonly Layer[], input: Flow, path: string, context: LayerContext): Flow {
  return layers.reduce((flow, layer) => addLayer(layer, flow, path, context), input)
}

function addLayer(layer: Layer, flow: Flow, path: string, context: LayerContext): Flow {
  const { graph } = context
  const { value, side } = flow
  const name = 'name' in layer ? joinPath(path, layer.name) : path
  const activated = (activation: Activation, before: string) => addActivation(activation, name, before, graph)
  switch (layer.kind) {
    case 'linear':
      return addLinearImage(name, layer, value, context)
    case 'conv': {
      const output = activated(layer.activation, addConvolution(name, layer, flow, context))
      return { value: output, side: Math.ceil(side / layer.stride), channels: layer.channels }
    }
    case 'transposed conv':
      return { value: addTransposedConvolution(name, layer, flow, context), side: side * layer.stride, channels: layer.channels }
    case 'norm':
      return { ...flow, value: activated(layer.activation, addNorm(name, layer.norm, flow, context)) }
    case 'activation':
      return { ...flow, value: activated(layer.activation, value) }
    case 'upsample':
      return { ...flow, value: addUpsampling(name, layer.factor, value, graph), side: side * layer.factor }
    case 'average pool':
      return { ...flow, value: graph.node('AveragePool', name, [value], pooling(layer.factor)), side: side / layer.factor }
    case 'mean pool':
      return { ...flow, value: graph.node('GlobalAveragePool', name, [value]), side: 1 }
    case 'residual': {
      const [main, shortcut] = [layer.main, layer.shortcut].map((branch) => addLayers(branch, flow, name, context)) as [Flow, Flow]
      return { ...main, value: graph.node('Add', name, [main.value, shortcut.value]) }
    }
    default:
      return layer satisfies never
  }
}

type LayerOf<Kind extends Layer['kind']> = Extract<Layer, { kind: Kind }>

/** A matrix product, with a bias where there is one of that name: [N, in] → [N, out]. */
export function addLinear(path: string, value: string, weight: HostTensor, bias: HostTensor | null, graph: GraphBuilder): string {
  const constants = [graph.constant(`${path}/weight`, weight), ...(bias ? [graph.constant(`${path}/bias`, bias)] : [])]
  return graph.node('Gemm', path, [value, ...constants])
}

/** [N, length] → [N, channels, side, side] */
function addLinearImage(path: string, { shape, bias }: LayerOf<'linear'>, value: string, { graph, weights }: LayerContext): Flow {
  const [side, , channels] = shape
  const [weight, ofBias] = [`${path}/weight`, bias ? `${path}/bias` : null].map((name) =>
    name === null ? null : imageChannelsFirst(tensorOf(weights, name), shape),
  ) as [HostTensor, HostTensor | null]
  return { value: reshape(path, addLinear(path, value, weight, ofBias, graph), [channels, side, side], graph), side, channels }
}

function addConvolution(path: string, { kernel, stride, bias }: LayerOf<'conv'>, flow: Flow, { graph, weights }: LayerContext): string {
  const constants = [graph.constant(`${path}/kernel`, kernelChannelsFirst(tensorOf(weights, `${path}/kernel`)))]
  if (bias) constants.push(graph.constant(`${path}/bias`, tensorOf(weights, `${path}/bias`)))
  return graph.node('Conv', path, [flow.value, ...constants], convolving(kernel, stride, flow.side))
}

/** Its padding is that of the convolution that goes the other way. */
function addTransposedConvolution(path: string, layer: LayerOf<'transposed conv'>, flow: Flow, { graph, weights }: LayerContext): string {
  const { kernel, stride } = layer
  const constant = graph.constant(`${path}/kernel`, kernelChannelsFirst(tensorOf(weights, `${path}/kernel`)))
  return graph.node('ConvTranspose', path, [flow.value, constant], convolving(kernel, stride, flow.side * stride))
}

/** @param side of the larger image */
function convolving(kernel: number, stride: number, side: number) {
  const padding = Math.max((Math.ceil(side / stride) - 1) * stride + kernel - side, 0) // 'same'
  const before = Math.floor(padding / 2)
  const pads = [before, before, padding - before, padding - before] // top, left, bottom, right
  return { kernel_shape: { ints: [kernel, kernel] }, strides: { ints: [stride, stride] }, pads: { ints: pads } }
}

function pooling(factor: number) {
  return { kernel_shape: { ints: [factor, factor] }, strides: { ints: [factor, factor] } }
}

/** The nearest pixel. */
function addUpsampling(path: string, factor: number, value: string, graph: GraphBuilder): string {
  const scales = graph.constant(joinPath(path, 'scales'), { shape: [4], values: Float32Array.of(1, 1, factor, factor) })
  const nearest = { mode: { text: 'nearest' }, nearest_mode: { text: 'floor' }, coordinate_transformation_mode: { text: 'asymmetric' } }
  return graph.node('Resize', path, [value, '', scales], nearest)
}

/** scale · (x - mean) / √(variance + ε) + offset; a modulated one computes scale and offset of each image. */
function addNorm(path: string, kind: NormKind, { value, channels }: Flow, context: LayerContext): string {
  const { graph, weights, statistics, modulation } = context
  const filled = (number: number): HostTensor => ({ shape: [channels], values: new Float32Array(channels).fill(number) })
  const isPlain = kind === 'batch'
  const constants = [
    graph.constant(`${path}/${isPlain ? 'scale' : 'one'}`, isPlain ? tensorOf(weights, `${path}/scale`) : filled(1)),
    graph.constant(`${path}/${isPlain ? 'offset' : 'zero'}`, isPlain ? tensorOf(weights, `${path}/offset`) : filled(0)),
    ...['mean', 'variance'].map((part) => graph.constant(`${path}/${part}`, tensorOf(statistics, `${path}/${part}`))),
  ]
  const normalised = graph.node('BatchNormalization', path, [value, ...constants], { epsilon: { float: NORM_EPSILON } })
  if (isPlain) return normalised
  const read = modulation[kind]
  if (read === undefined) throw new Error(`${path} is ${kind}, and the network has nothing for it to read`)
  const code = kind === 'self-modulated' ? addHidden(path, read, context) : read
  const [scale, offset] = ['scale', 'offset'].map((part) => addModulation(`${path}/${part}`, code, channels, context)) as [string, string]
  return graph.node('Add', path, [graph.node('Mul', path, [normalised, scale]), offset])
}

/** The hidden units of a self-modulated norm. */
function addHidden(path: string, value: string, { graph, weights }: LayerContext): string {
  const [weight, bias] = ['weight', 'bias'].map((part) => tensorOf(weights, `${path}/hidden/${part}`)) as [HostTensor, HostTensor]
  return graph.node('Relu', `${path}/hidden`, [addLinear(`${path}/hidden`, value, weight, bias, graph)])
}

/** [N, length] → [N, channels, 1, 1] */
function addModulation(path: string, value: string, channels: number, { graph, weights }: LayerContext): string {
  const [weight, bias] = ['weight', 'bias'].map((part) => tensorOf(weights, `${path}/${part}`)) as [HostTensor, HostTensor]
  return reshape(path, addLinear(path, value, weight, bias, graph), [channels, 1, 1], graph)
}

function reshape(path: string, value: string, image: readonly number[], graph: GraphBuilder): string {
  return graph.node('Reshape', path, [value, graph.integers(`${path}/shape`, [0, ...image])]) // 0: the batch as it is
}

function addActivation(activation: Activation, path: string, value: string, graph: GraphBuilder): string {
  switch (activation.kind) {
    case 'linear':
      return value
    case 'relu':
      return graph.node('Relu', path, [value])
    case 'leakyRelu':
      return graph.node('LeakyRelu', path, [value], { alpha: { float: activation.leak } })
    case 'tanh':
      return graph.node('Tanh', path, [value])
    default:
      return activation satisfies never
  }
}

/** @throws Error where the network and its weights disagree */
export function tensorOf(tensors: HostTensors, name: string): HostTensor {
  const found = tensors[name]
  if (!found) throw new Error(`the network has no values called ${name}`)
  return found
}

function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}
