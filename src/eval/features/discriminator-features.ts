// Features from a trained D: the activations of any of its layers for any images. This is what a run leaves besides pictures
// [Chen et al. 2019, §4.5: linear classifiers on the feature maps of D].

import { range } from '../../data/sampling.ts'
import type { NamedActivation } from '../../gan/networks/build.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import { sizeOf } from '../../tensor/shape.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'
import { type FeatureTable, splitRows } from './feature-table.ts'
import { type ImageNetwork, runInBatches, VIEWS_AT_ONCE } from './image-batches.ts'

export interface Wanted {
  /** The name of one of D's layers. */
  readonly layer: string
  /** One number a channel, its mean over the picture, which forgets where things are; else all of them, row by row. */
  readonly pooled: boolean
}

/** Numbers a table may hold: 512 MiB, well below what a tab may have. */
const MAX_NUMBERS = 2 ** 27

/** A table for each of the wanted, all from one pass over the images. @throws FeatureError, CancelledError */
export async function discriminatorFeatures(
  discriminator: ImageNetwork,
  block: ImageBlock,
  wanted: readonly Wanted[],
  watch: WorkOptions = {},
): Promise<FeatureTable[]> {
  const { network } = discriminator
  const widths = wanted.map((each) => widthOf(network.activations, each))
  checkRoom(block.count, widths)
  const tables = widths.map((width) => ({ values: new Float32Array(block.count * width), rows: block.count, width }))
  const names = wanted.map(({ layer }) => layer)
  await runInBatches(
    discriminator,
    block,
    range(block.count),
    {
      batch: VIEWS_AT_ONCE,
      forward(weights, images) {
        const layers = network.activationsAt(weights, images, names)
        const flat = layers.map((h, i): tf.Tensor2D => (wanted[i]?.pooled ? tf.mean(h, [1, 2]) : tf.reshape(h, [h.shape[0], -1]))) // → [B, width]
        return tf.concat(flat, 1) // → [B, all widths]: one readback
      },
      onNumbers: (numbers, from, count) => splitRows(numbers, tables, from, count),
    },
    watch,
  )
  return tables
}

function widthOf(layers: readonly NamedActivation[], { layer, pooled }: Wanted): number {
  const found = layers.find(({ name }) => name === layer)
  if (!found) throw new FeatureError(`D has no layer “${layer}”; it has ${layers.map(({ name }) => name).join(', ')}.`)
  return pooled ? (found.shape.at(-1) as number) : sizeOf(found.shape)
}

function checkRoom(count: number, widths: readonly number[]): void {
  if (widths.length === 0) throw new FeatureError('Name at least one layer of D to take features from.')
  if (count === 0) throw new FeatureError('There are no images to take features of: add some.')
  const numbers = count * widths.reduce((sum, width) => sum + width, 0)
  if (numbers > MAX_NUMBERS) {
    const most = Math.floor((MAX_NUMBERS / numbers) * count)
    throw new FeatureError(
      `Features this wide fit in memory for ${most} images, not for ${count}: pool them, take a later layer or fewer images.`,
    )
  }
}
