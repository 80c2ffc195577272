// A generator as an ONNX file: from latents, and with classes their weights, to images.
import type { InferenceGenerator } from '../../gan/inference.ts'
import { EMBEDDING_WEIGHT, type Layer } from '../../gan/networks/layers.ts'
import type { TensorLayout } from '../../spec/exports.ts'
import type { HostTensor } from '../../tensor/readback.ts'
import { BATCH, channelsLast, describeImages, metadataOf } from './describe.ts'
import { createGraph, type GraphBuilder } from './graph.ts'
import { addLayers, addLinear, type LayerContext, tensorOf } from './layers.ts'
import { modelBytes, type OnnxValue } from './model.ts'

const LATENT = 'latent'
const CLASS_WEIGHTS = 'class_weights'

/**
 * Inputs: `latent` float32 [N, latent] and, where the generator is told a class, `class_weights` float32 [N, classes]: a one-hot row is a class, a
 * mixture is between classes, zeros are none. Output: `images` float32 [N, C, S, S] or [N, S, S, C], from -1 to 1. N is any number.
 * How much classes count at that step (the ramp) is part of the file: a one-hot row gives the very picture of the run.
 * @param run its code: see runCode
 */
export function generatorOnnx(generator: InferenceGenerator, layout: TensorLayout, run: string): Uint8Array<ArrayBuffer> {
  const { definition, weights, statistics, step, latent, classes } = generator
  const graph = createGraph()
  const context = { graph, weights, statistics, modulation: addModulationInputs(generator, graph) }
  const last = addLayers(definition.layers, { value: LATENT, side: 1, channels: latent }, '', context)
  const images = layout === 'nchw' ? last.value : channelsLast(last.value, graph)
  return modelBytes({
    name: 'generator',
    about: 'Draws images from latents.',
    metadata: metadataOf({ run, step, classes }, layout),
    inputs: inputsOf(generator),
    ...graph.finish([{ ...describeImages(last, layout), value: images }]),
  })
}

function inputsOf({ definition: { embedding }, latent }: InferenceGenerator): OnnxValue[] {
  const inputs = [{ name: LATENT, shape: [BATCH, latent], about: 'Independent standard normal numbers.' }]
  if (!embedding) return inputs
  const about =
    'A weight for each class, 1 in sum: a one-hot row is a class, a mixture is between classes, zeros are none. How much classes count at this step of the run is in the file already.'
  return [...inputs, { name: CLASS_WEIGHTS, shape: [BATCH, embedding.classes], about }]
}

/** What the norms read: z, with classes beside their embedding, and that embedding alone. */
function addModulationInputs({ definition, weights, ramp }: InferenceGenerator, graph: GraphBuilder): LayerContext['modulation'] {
  if (!definition.embedding) return { 'self-modulated': LATENT }
  const embedding = scaled(tensorOf(weights, EMBEDDING_WEIGHT), ramp)
  const embedded = addLinear('embedding', CLASS_WEIGHTS, embedding, null, graph) // [N, classes] → [N, width]
  if (!hasSelfModulation(definition.layers)) return { 'class-conditional': embedded }
  const zWithClasses = graph.node('Concat', 'embedding', [LATENT, embedded], { axis: { int: 1 } }) // → [N, latent + width]
  return { 'class-conditional': embedded, 'self-modulated': zWithClasses }
}

function hasSelfModulation(layers: readonly Layer[]): boolean {
  return layers.some((layer) => {
    if (layer.kind === 'residual') return hasSelfModulation([...layer.main, ...layer.shortcut])
    return layer.kind === 'norm' && layer.norm === 'self-modulated'
  })
}

function scaled({ shape, values }: HostTensor, factor: number): HostTensor {
  return { shape, values: values.map((value) => factor * value) }
}
