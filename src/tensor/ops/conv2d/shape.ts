// The shape of a convolution: NHWC, one stride for both sides, no dilation.
import * as tf from '../../tf.ts'

/** x [batch, inHeight, inWidth, inChannels] * kernel [kernelHeight, kernelWidth, inChannels, outChannels] → y [batch, outHeight, outWidth, outChannels]. */
export interface ConvShape {
  readonly batch: number
  readonly inHeight: number
  readonly inWidth: number
  readonly inChannels: number
  readonly outHeight: number
  readonly outWidth: number
  readonly outChannels: number
  readonly kernelHeight: number
  readonly kernelWidth: number
  readonly stride: number
  readonly padTop: number
  readonly padLeft: number
}

type Sides = readonly number[]

/** @throws Error for two strides */
export function convShape(x: Sides, kernel: Sides, strides: number | [number, number], pad: tf.Conv2DAttrs['pad']): ConvShape {
  const info = tf.backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    kernel as [number, number, number, number],
    strides,
    1,
    pad as 'same',
  )
  if (info.strideHeight !== info.strideWidth) throw new Error('convolutions here have one stride for both sides')
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    kernelHeight: info.filterHeight,
    kernelWidth: info.filterWidth,
    stride: info.strideHeight,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  }
}

/** The shape as WGSL constants, all but the batch: the same program serves batches of every size. */
export function shapeConstants(shape: ConvShape): string {
  return `
const STRIDE = ${shape.stride}; const PAD_TOP = ${shape.padTop}; const PAD_LEFT = ${shape.padLeft};
const IN_H = ${shape.inHeight}; const IN_W = ${shape.inWidth}; const IN_C = ${shape.inChannels};
const OUT_H = ${shape.outHeight}; const OUT_W = ${shape.outWidth}; const OUT_C = ${shape.outChannels};
const KERNEL_H = ${shape.kernelHeight}; const KERNEL_W = ${shape.kernelWidth};`
}
