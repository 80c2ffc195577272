// The slow reference of the convolution kernels: the definition, one multiplication at a time, in float64.
import type { Activation } from '../activation.ts'
import { activationAt } from '../activation-gradient/reference.ts'
import type { ConvShape } from './shape.ts'

/** activation(x * kernel + bias) */
export function convolveReference(
  shape: ConvShape,
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number>,
  activation: Activation,
): Float64Array {
  const sums = forwardReference(shape, x, kernel)
  return sums.map((sum, i) => activationAt(activation, sum + (bias[i % shape.outChannels] as number)))
}

/** y = x * kernel [batch, outHeight, outWidth, outChannels] */
export function forwardReference(shape: ConvShape, x: ArrayLike<number>, kernel: ArrayLike<number>): Float64Array {
  const y = new Float64Array(shape.batch * shape.outHeight * shape.outWidth * shape.outChannels)
  forEachProduct(shape, (inX, inKernel, inY) => {
    y[inY] = (y[inY] as number) + (x[inX] as number) * (kernel[inKernel] as number)
  })
  return y
}

/** dx [batch, inHeight, inWidth, inChannels] */
export function inputGradientReference(shape: ConvShape, dy: ArrayLike<number>, kernel: ArrayLike<number>): Float64Array {
  const dx = new Float64Array(shape.batch * shape.inHeight * shape.inWidth * shape.inChannels)
  forEachProduct(shape, (inX, inKernel, inY) => {
    dx[inX] = (dx[inX] as number) + (dy[inY] as number) * (kernel[inKernel] as number)
  })
  return dx
}

/** dKernel [kernelHeight, kernelWidth, inChannels, outChannels] */
export function filterGradientReference(shape: ConvShape, x: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  const gradient = new Float64Array(shape.kernelHeight * shape.kernelWidth * shape.inChannels * shape.outChannels)
  forEachProduct(shape, (inX, inKernel, inY) => {
    gradient[inKernel] = (gradient[inKernel] as number) + (x[inX] as number) * (dy[inY] as number)
  })
  return gradient
}

/** Calls `visit` with the indices in x, kernel and y of every product that a convolution sums. */
function forEachProduct(shape: ConvShape, visit: (inX: number, inKernel: number, inY: number) => void): void {
  const { batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, kernelHeight, kernelWidth, stride } = shape
  for (let pixel = 0; pixel < batch * outHeight * outWidth; pixel++) {
    const image = Math.floor(pixel / (outHeight * outWidth))
    const row = Math.floor(pixel / outWidth) % outHeight
    const column = pixel % outWidth
    for (let tap = 0; tap < kernelHeight * kernelWidth; tap++) {
      const h = row * stride + Math.floor(tap / kernelWidth) - shape.padTop
      const w = column * stride + (tap % kernelWidth) - shape.padLeft
      if (h < 0 || h >= inHeight || w < 0 || w >= inWidth) continue
      for (let c = 0; c < inChannels; c++) {
        for (let d = 0; d < outChannels; d++) {
          visit(((image * inHeight + h) * inWidth + w) * inChannels + c, (tap * inChannels + c) * outChannels + d, pixel * outChannels + d)
        }
      }
    }
  }
}
