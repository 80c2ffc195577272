// SNDCGAN, the convolutional pair of the SS-GAN paper [Miyato et al. 2018, table 3; Kurach et al. 2019, §B.2]: 4 x 4 kernels of
// stride 2 change the side, channels double as the side halves. `width` is the paper's 64. Layers followed by a norm have no bias: the
// norm's offset is one.
import { generatorInput, generatorNormKind } from './class-embedding.ts'
import { discriminatorHeads } from './heads.ts'
import { type Architecture, type Layer, RELU, TANH } from './layers.ts'

/** The leak is the paper's. */
const LEAKY_RELU = { kind: 'leakyRelu', leak: 0.1 } as const

/** N(0, 0.02²) [Radford et al. 2016, §3] */
const INIT = { kind: 'normal', deviation: 0.02 } as const

export const sndcgan: Architecture = (config, channels, classes = 0) => {
  const { size, width, spectralNorm } = config
  const side = size / 8
  const norm = (name: string): Layer => ({ kind: 'norm', name, norm: generatorNormKind(config, classes), activation: RELU })
  const up = (name: string, out: number): Layer => ({ kind: 'transposed conv', name, kernel: 4, stride: 2, channels: out })
  const conv = (name: string, kernel: number, stride: number, out: number): Layer => {
    return { kind: 'conv', name, kernel, stride, channels: out, bias: true, activation: LEAKY_RELU }
  }

  const generator: readonly Layer[] = [
    { kind: 'linear', name: 'linear', shape: [side, side, 8 * width], bias: false },
    norm('norm0'),
    up('up1', 4 * width), // S/8 → S/4
    norm('norm1'),
    up('up2', 2 * width), // S/4 → S/2
    norm('norm2'),
    up('up3', width), // S/2 → S
    norm('norm3'),
    { kind: 'conv', name: 'image', kernel: 3, stride: 1, channels, bias: true, activation: TANH },
  ]
  const discriminator: readonly Layer[] = [
    conv('conv1', 3, 1, width), // S
    conv('conv2', 4, 2, 2 * width), // S → S/2
    conv('conv3', 3, 1, 2 * width),
    conv('conv4', 4, 2, 4 * width), // S/2 → S/4
    conv('conv5', 3, 1, 4 * width),
    conv('conv6', 4, 2, 8 * width), // S/4 → S/8
    conv('conv7', 3, 1, 8 * width),
  ]
  return {
    generator: { ...generatorInput(config, classes), layers: generator, heads: [], init: INIT, spectralNorm: false },
    discriminator: {
      input: [size, size, channels],
      layers: discriminator,
      heads: discriminatorHeads(config, classes),
      init: INIT,
      spectralNorm,
    },
  }
}
