// From images to features, in batches of one shape with one upload and one readback each, so that memory is bounded and a Worker handles
// messages in between. The same image gives the same row, bit for bit, at every position and whether it is real or generated.

import { throwIfCancelled, type WorkOptions } from '../../spec/cancel.ts'
import type { ImageBlock, Pictures } from '../../spec/image-block.ts'
import { compute } from '../../tensor/readback.ts'
import { yieldToEvents } from '../../tensor/scheduling.ts'
import { setValues } from '../../tensor/stream.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'
import { type FeatureTable, splitRows } from './feature-table.ts'
import type { FeatureNetwork } from './networks/network.ts'

/** At 64 x 64 pixels MobileNetV2 needs at most 0.6 MB an image. A cancelled extraction ends after the current batch. */
const BATCH = 32

export interface ExtractOptions extends WorkOptions {
  /** Which images, in which order; otherwise all. */
  readonly indices?: readonly number[] | undefined
}

/** Generated pictures as a set: the bytes that are shown, without the alpha. Grey ones have three equal channels, as grey images get here. */
export function imagesOf({ count, size, pixels }: Pictures): ImageBlock {
  const images = new Uint8Array(count * size * size * 3)
  for (let pixel = 0; pixel < count * size * size; pixel++) {
    for (let channel = 0; channel < 3; channel++) images[pixel * 3 + channel] = pixels[pixel * 4 + channel] as number
  }
  return { images, count, size, channels: 3 }
}

/** The features of one layer; without a name, of the network's best. */
export async function extractFeatures(
  network: FeatureNetwork,
  images: ImageBlock,
  { layer = network.layer, ...options }: ExtractOptions & { readonly layer?: string } = {},
): Promise<FeatureTable> {
  const [table] = await extractLayers(network, images, [layer], options)
  return table as FeatureTable
}

/**
 * The features of several layers in one pass, a table each.
 * @throws CancelledError within a batch of the signal; FeatureError where there is no such layer
 */
export async function extractLayers(
  network: FeatureNetwork,
  images: ImageBlock,
  layers: readonly string[],
  { indices, onProgress, signal }: ExtractOptions = {},
): Promise<FeatureTable[]> {
  const rows = indices?.length ?? images.count
  const tables = layers.map((layer) => emptyTable(network, layer, rows))
  const { size, channels } = images
  const length = size * size * channels
  const batch = new Float32Array(BATCH * length)
  const input = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R4>([BATCH, size, size, channels]), false)) as tf.Variable<tf.Rank.R4>
  try {
    for (let from = 0; from < rows; from += BATCH) {
      throwIfCancelled(signal)
      const count = Math.min(BATCH, rows - from) // rows behind the last image still hold the batch before: they are computed and dropped
      for (let i = 0; i < count; i++) {
        const image = indices ? (indices[from + i] as number) : from + i
        batch.set(images.images.subarray(image * length, (image + 1) * length), i * length)
      }
      setValues(input, batch)
      const values = await compute(() => tf.concat(network.features(toInput(network, input), layers), 1)) // [B, all widths]
      splitRows(values, tables, from, count)
      onProgress?.((from + count) / rows)
      await yieldToEvents()
    }
  } finally {
    input.dispose()
  }
  return tables
}

function emptyTable({ name, layers }: FeatureNetwork, layer: string, rows: number): FeatureTable {
  const width = layers[layer]
  if (width === undefined) throw new FeatureError(`${name} has no layer “${layer}”; it has ${Object.keys(layers).join(', ')}.`)
  return { values: new Float32Array(rows * width), rows, width }
}

/** Bytes [B, S, S, C] → what the network takes, [B, inputSize, inputSize, 3]. Larger images are not smoothed first. */
function toInput({ inputSize, range }: FeatureNetwork, bytes: tf.Tensor4D): tf.Tensor4D {
  const resized = tf.image.resizeBilinear(bytes, [inputSize, inputSize], false, true) // → [B, s, s, C]; pixels are squares: half-pixel centres
  const coloured = bytes.shape[3] === 1 ? tf.concat([resized, resized, resized], 3) : resized // → [B, s, s, 3]
  return tf.add(tf.mul(coloured, tf.scalar(range.scale)), tf.scalar(range.offset))
}
