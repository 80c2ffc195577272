// SNDCGAN, the convolutional pair of the SS-GAN paper [Miyato et al. 2018, table 3; Kurach et al. 2019, §B.2]: 4 x 4 kernels of
// stride 2 change the side, channels double as the side halves. `width` is the paper's 64.
// Layers followed by batch norm have no bias: the norm's offset is one.
import type { RunConfig } from '../../spec/config.ts'
import { convolve } from '../../tensor/ops/conv2d/convolve.ts'
import { linearHead } from '../../tensor/ops/linear/linear.ts'
import { sizeOf } from '../../tensor/shape.ts'
import * as tf from '../../tensor/tf.ts'
import {
  type Architecture,
  type Discriminator,
  type FeatureLayer,
  type Generator,
  type ParameterSpecs,
  TURNS,
  type Weights,
  weight,
} from './architecture.ts'
import { normParameters, normRelu } from './norm.ts'

/** Of every convolution of D; the leak is the paper's. */
const ACTIVATION = { kind: 'leakyRelu', leak: 0.1 } as const

export const sndcgan: Architecture = { generator, discriminator }

function generator(config: RunConfig, channels: number): Generator {
  const { width, latent, generatorNorm: norm } = config
  const side = config.size / 8
  const top = 8 * width
  const ups = [4 * width, 2 * width, width] // channels after each doubling of the side
  const parameters: Record<string, ParameterSpecs[string]> = {
    'linear/weight': { shape: [latent, side * side * top], init: 'normal' },
    ...normParameters('norm0', norm, top, latent),
  }
  let flops = flopsOf([latent, side * side * top], 1)
  ups.forEach((out, i) => {
    const input = i === 0 ? top : (ups[i - 1] as number)
    parameters[`up${i + 1}/kernel`] = { shape: [4, 4, out, input], init: 'normal' }
    Object.assign(parameters, normParameters(`norm${i + 1}`, norm, out, latent))
    flops += flopsOf([4, 4, out, input], side * 2 ** i) // every input meets the kernel once
  })
  parameters['image/kernel'] = { shape: [3, 3, width, channels], init: 'normal' }
  parameters['image/bias'] = { shape: [channels], init: 'zeros' }

  return {
    parameters,
    flops: flops + flopsOf([3, 3, width, channels], config.size),
    forward(weights, z, batchNorm) {
      const batch = z.shape[0]
      const normed = (name: string, x: tf.Tensor4D) => normRelu(name, norm, weights, x, z, batchNorm)
      let h = normed('norm0', tf.reshape(project(z, weight(weights, 'linear/weight')), [batch, side, side, top])) // [B, latent] → [B, S/8, S/8, 8w]
      ups.forEach((out, i) => {
        const doubled = side * 2 ** (i + 1)
        const kernel = weight<tf.Tensor4D>(weights, `up${i + 1}/kernel`)
        h = normed(`norm${i + 1}`, tf.conv2dTranspose(h, kernel, [batch, doubled, doubled, out], 2, 'same')) // [B, s, s, c] → [B, 2s, 2s, c/2]
      })
      return convolve(h, weight(weights, 'image/kernel'), weight(weights, 'image/bias'), 1, { kind: 'tanh' }) // [B, S, S, w] → [B, S, S, C]
    },
  }
}

/** Of D: kernel, stride, widths of channels out. Full resolution once, then each halving followed by a look at the new scale. */
const CONVOLUTIONS = [
  [3, 1, 1],
  [4, 2, 2],
  [3, 1, 2],
  [4, 2, 4],
  [3, 1, 4],
  [4, 2, 8],
  [3, 1, 8],
] as const

function discriminator(config: RunConfig, channels: number): Discriminator {
  const parameters: Record<string, ParameterSpecs[string]> = {}
  const layers: FeatureLayer[] = []
  let side: number = config.size
  let input = channels
  let flops = 0
  CONVOLUTIONS.forEach(([kernel, stride, widths], i) => {
    const out = widths * config.width
    const name = `conv${i + 1}`
    parameters[`${name}/kernel`] = { shape: [kernel, kernel, input, out], init: 'normal' }
    parameters[`${name}/bias`] = { shape: [out], init: 'zeros' }
    side /= stride
    flops += flopsOf([kernel, kernel, input, out], side)
    input = out
    layers.push({ name, side, channels: out })
  })
  const features = side * side * input
  parameters['realness/weight'] = { shape: [features, 1], init: 'normal' }
  parameters['realness/bias'] = { shape: [1], init: 'zeros' }
  parameters['rotation/weight'] = { shape: [features, TURNS], init: 'normal' }
  parameters['rotation/bias'] = { shape: [TURNS], init: 'zeros' }

  /** What comes out of each convolution up to the one at that place. */
  function activations(weights: Weights, images: tf.Tensor4D, last: number): tf.Tensor4D[] {
    let h = images
    return CONVOLUTIONS.slice(0, last + 1).map(([, stride], i) => {
      h = convolve(h, weight(weights, `conv${i + 1}/kernel`), weight(weights, `conv${i + 1}/bias`), stride, ACTIVATION) // stride 2 halves the side
      return h
    })
  }

  return {
    parameters,
    flops: flops + flopsOf([features, 1 + TURNS], 1),
    input: { size: config.size, channels },
    layers,
    features(weights, images, names) {
      const places = names.map((name) => layers.findIndex((layer) => layer.name === name))
      if (places.includes(-1)) throw new Error(`the discriminator has no layers ${names}`)
      const after = activations(weights, images, Math.max(...places))
      return places.map((place) => after[place] as tf.Tensor4D)
    },
    forward(weights, images) {
      const h = activations(weights, images, CONVOLUTIONS.length - 1).at(-1) as tf.Tensor4D
      const flat: tf.Tensor2D = tf.reshape(h, [images.shape[0], features]) // [B, S/8, S/8, 8w] → [B, features]
      const head = (name: string) => linearHead(flat, weight(weights, `${name}/weight`), weight(weights, `${name}/bias`)) // → [B, outputs]
      return { realness: head('realness'), rotation: head('rotation') }
    },
  }
}

/** Of a kernel that is applied at side x side places. */
function flopsOf(kernel: readonly number[], side: number): number {
  return 2 * sizeOf(kernel) * side * side
}

/** zW, [B, latent] → [B, out], as a convolution of single pixels: its kernels are made for many outputs. */
function project(z: tf.Tensor2D, w: tf.Tensor2D): tf.Tensor4D {
  const [latent, out] = w.shape
  return tf.conv2d<tf.Tensor4D>(tf.reshape(z, [z.shape[0], 1, 1, latent]), tf.reshape(w, [1, 1, latent, out]), 1, 'valid') // → [B, 1, 1, out]
}
