// MobileNetV2 of width 1.4 [Sandler et al. 2018, table 2], up to the block that knows most about images in general. A block widens,
// looks at each channel by itself, and narrows again; the narrow ends carry no activation and are what a layer here means.
// Batch norm is part of the filters and biases.
import { FEATURE_NETWORKS } from '../../../spec/feature-analyses.ts'
import * as tf from '../../../tensor/tf.ts'
import type { NetworkSpec, NetworkWeights } from './network.ts'

interface Block {
  readonly name: string
  readonly input: number
  /** Channels in between. */
  readonly wide: number
  readonly output: number
  readonly stride: 1 | 2
}

const STEM_CHANNELS = 48

/** Factor by which blocks widen (the first does not), channels out, blocks in a row, stride of the first of them. */
const STAGES = [
  [1, 24, 1, 1],
  [6, 32, 2, 2],
  [6, 48, 3, 2],
  [6, 88, 4, 2],
  [6, 136, 3, 1],
  [6, 224, 1, 2], // two more of these, then 448 and 1,792 channels, are left out
] as const

const BLOCKS: readonly Block[] = STAGES.flatMap(([factor, output, count, stride], stage) =>
  Array.from({ length: count }, (_, i) => {
    const input = i > 0 ? output : stage > 0 ? (STAGES[stage - 1] as (typeof STAGES)[number])[1] : STEM_CHANNELS
    return { input, wide: factor * input, output, stride: i === 0 ? stride : (1 as const) }
  }),
).map((block, i) => ({ name: `block${i}`, ...block }))

export const mobilenetV2: NetworkSpec = {
  name: FEATURE_NETWORKS['mobilenet-v2'].label,
  files: { manifest: 'mobilenet-v2.json', weights: 'mobilenet-v2.bin' },
  inputSize: 64,
  range: { scale: 2 / 255, offset: -1 },
  layers: Object.fromEntries(BLOCKS.map(({ name, output }) => [name, output])),
  layer: 'block11', // measured, as is the size: public/features/CREDITS.md has the table
  parameters: Object.fromEntries([
    ...filterAndBias('stem', [3, 3, 3, STEM_CHANNELS], STEM_CHANNELS),
    ...BLOCKS.flatMap(({ name, input, wide, output }) => [
      ...(wide > input ? filterAndBias(`${name}/expand`, [1, 1, input, wide], wide) : []),
      ...filterAndBias(`${name}/depthwise`, [3, 3, wide, 1], wide),
      ...filterAndBias(`${name}/project`, [1, 1, wide, output], output),
    ]),
  ]),
  forward(weights, input, layers) {
    const last = BLOCKS.findLastIndex(({ name }) => layers.includes(name))
    const pooled: Record<string, tf.Tensor2D> = {}
    let h = convolution(weights, 'stem', input, 2, 'relu6') // [B, S, S, 3] → [B, S/2, S/2, 48]
    for (const block of BLOCKS.slice(0, last + 1)) {
      h = through(weights, block, h) // [B, s, s, input] → [B, s / stride, s / stride, output]
      if (layers.includes(block.name)) pooled[block.name] = tf.mean(h, [1, 2]) // → [B, output]
    }
    return layers.map((layer) => pooled[layer] as tf.Tensor2D)
  },
}

function through(weights: NetworkWeights, { name, input, wide, output, stride }: Block, x: tf.Tensor4D): tf.Tensor4D {
  const expanded = wide > input ? convolution(weights, `${name}/expand`, x, 1, 'relu6') : x // [B, s, s, input] → [B, s, s, wide]
  const seen = tf.fused.depthwiseConv2d({
    x: expanded,
    filter: weights[`${name}/depthwise/filter`] as tf.Tensor4D,
    bias: weights[`${name}/depthwise/bias`] as tf.Tensor,
    strides: stride,
    pad: 'same',
    activation: 'relu6',
  }) // → [B, s / stride, s / stride, wide]
  const y = convolution(weights, `${name}/project`, seen, 1, 'linear') // → [B, s / stride, s / stride, output]
  return stride === 1 && input === output ? tf.add(x, y) : y
}

/** Not fused: with our convolution this is two to four times as fast on software adapters as what TensorFlow.js fuses. */
function convolution(weights: NetworkWeights, name: string, x: tf.Tensor4D, stride: number, activation: 'relu6' | 'linear'): tf.Tensor4D {
  const sums = tf.conv2d(x, weights[`${name}/filter`] as tf.Tensor4D, stride, 'same')
  const y: tf.Tensor4D = tf.add(sums, weights[`${name}/bias`] as tf.Tensor)
  return activation === 'relu6' ? tf.relu6(y) : y
}

function filterAndBias(name: string, filter: readonly number[], channels: number): [string, readonly number[]][] {
  return [
    [`${name}/filter`, filter],
    [`${name}/bias`, [channels]],
  ]
}
