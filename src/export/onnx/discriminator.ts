// A discriminator as an ONNX file: from images to its features, and to what its heads say.
import type { InferenceNetwork } from '../../gan/inference.ts'
import type { Head } from '../../gan/networks/layers.ts'
import type { TensorLayout } from '../../spec/exports.ts'
import { BATCH, channelsLast, describeImages, metadataOf, type NetworkOrigin, toChannelsFirst } from './describe.ts'
import { createGraph, type GraphBuilder, type GraphOutput } from './graph.ts'
import { addLayers, addLinear, type Flow, tensorOf } from './layers.ts'
import { modelBytes } from './model.ts'

/** What is said of the output of a head, by the name of the head (gan/networks/heads.ts). */
const HEAD_OUTPUTS: Readonly<Record<string, { readonly name: string; readonly about: string }>> = {
  realness: {
    name: 'real_logit',
    about: 'Above 0 where an image is taken for real; with classes, before the projection of its class is added.',
  },
  rotation: { name: 'rotation_logits', about: 'Logits of the rotations by 0, 90, 180 and 270 degrees counter-clockwise.' },
  projection: { name: 'projections', about: 'What belonging to each class adds to the real logit.' },
  class: { name: 'class_logits', about: 'Logits of the classes.' },
}

/**
 * Input: `images` float32 [N, C, S, S] or [N, S, S, C], from -1 to 1. Outputs: `features` [N, length], the last activation, in whichever layout the
 * images come flattened row by row with the channels of a pixel side by side, as the heads read it; `real_logit` [N, 1]; `rotation_logits` [N, 4]; with
 * classes `projections` [N, classes], and where it predicts them `class_logits` [N, classes]. N is any number.
 */
export function discriminatorOnnx(
  { definition, weights }: InferenceNetwork,
  layout: TensorLayout,
  origin: NetworkOrigin,
): Uint8Array<ArrayBuffer> {
  const [side, , channels] = definition.input as [number, number, number]
  const graph = createGraph()
  const images = { ...describeImages({ side, channels }, layout), value: 'images' }
  const first = { value: toChannelsFirst(images.name, layout, graph), side, channels }
  const last = addLayers(definition.layers, first, '', { graph, weights, statistics: {}, modulation: {} })
  const features = addFeatures(last, graph)
  const ofHeads = definition.heads.map((head) => addHead(head, features.value, weights, graph))
  return modelBytes({
    name: 'discriminator',
    about: 'Describes images by features, and tells real ones from generated ones and by which angle they are rotated.',
    metadata: metadataOf(origin, layout),
    inputs: [images],
    ...graph.finish([features, ...ofHeads]),
  })
}

function addFeatures({ value, side, channels }: Flow, graph: GraphBuilder): GraphOutput {
  const flat = graph.node('Flatten', 'features', [channelsLast(value, graph)], { axis: { int: 1 } }) // → [N, side · side · channels]
  const about = 'The last activation, flattened row by row, the channels of a pixel side by side.'
  return { name: 'features', shape: [BATCH, side * side * channels], about, value: flat }
}

function addHead({ kind, name, outputs }: Head, features: string, weights: InferenceNetwork['weights'], graph: GraphBuilder): GraphOutput {
  const output = HEAD_OUTPUTS[name]
  if (!output) throw new Error(`nothing is known of the output of the head ${name}`)
  const bias = kind === 'linear' ? tensorOf(weights, `${name}/bias`) : null
  const value = addLinear(name, features, tensorOf(weights, `${name}/weight`), bias, graph)
  return { ...output, shape: [BATCH, outputs], value }
}
