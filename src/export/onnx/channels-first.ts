// Weights of layers on images whose channels come last, as ours do, for images whose channels come first. It is done once, when a model is written,
// so that no operator has to.

import type { HostTensor } from '../../tensor/readback.ts'
import { sizeOf } from '../../tensor/shape.ts'

/** A tensor with its axes in another order: axis i of the result is axis `order[i]` of the tensor. */
export function permuted({ shape, values }: HostTensor, order: readonly number[]): HostTensor {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
  const sides = order.map((axis) => shape[axis] as number)
  const steps = order.map((axis) => strides[axis] as number)
  const result = new Float32Array(values.length)
  const index = sides.map(() => 0)
  let from = 0
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] as number
    for (let axis = sides.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1
      from += steps[axis] as number
      if ((index[axis] as number) < (sides[axis] as number)) break
      from -= (steps[axis] as number) * (sides[axis] as number)
      index[axis] = 0
    }
  }
  return { shape: sides, values: result }
}

/**
 * The kernel of a convolution [KH, KW, in, out] → [out, in, KH, KW]. That of a transposed one has its outputs before its inputs:
 * [KH, KW, out, in] → [in, out, KH, KW].
 */
export function kernelChannelsFirst(kernel: HostTensor): HostTensor {
  return permuted(kernel, [3, 2, 0, 1])
}

/** What makes an image of a vector: [..., side · side · channels] → [..., channels · side · side]. @param image its shape, channels last */
export function imageChannelsFirst(
  { shape, values }: HostTensor,
  image: readonly [side: number, side: number, channels: number],
): HostTensor {
  const rows = values.length / sizeOf(image)
  return { shape, values: permuted({ shape: [rows, ...image], values }, [0, 3, 1, 2]).values }
}
