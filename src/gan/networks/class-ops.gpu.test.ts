// How a generator is told a class, as operations: its input, and scale and offset of a norm.
import { NO_CLASS } from '../../spec/classes.ts'
import { checkOp, opCase } from '../../tensor/ops/check-op.ts'
import * as tf from '../../tensor/tf.ts'
import { besideClasses } from './class-code.ts'
import { classModulation } from './class-modulation.ts'

const [BATCH, LATENT, CLASSES, WIDTH, CHANNELS] = [3, 2, 4, 5, 6]

checkOp('latents beside classes', [
  opCase({
    title: 'the weight of a class is what the ramp has come to; without a class all are 0',
    shapes: { z: [BATCH, LATENT], scalars: [3] },
    differentiable: [],
    run: ({ z, scalars }) => {
      const classes = tf.tensor1d([3, NO_CLASS, 0], 'int32')
      return besideClasses(z as tf.Tensor2D, classes, CLASSES, { vector: scalars as tf.Tensor1D, index: 2 })
    },
    reference: ({ z, scalars }) => {
      const ramp = scalars[2] as number
      const [a, b, c, d, e, f] = z as unknown as [number, number, number, number, number, number]
      return [Float64Array.of(a, b, 0, 0, 0, ramp, c, d, 0, 0, 0, 0, e, f, ramp, 0, 0, 0)]
    },
  }),
])

checkOp('scale and offset of the classes', [
  opCase({
    title: 'linear functions of the embedding',
    shapes: {
      embedded: [BATCH, WIDTH],
      scaleWeight: [WIDTH, CHANNELS],
      scaleBias: [CHANNELS],
      offsetWeight: [WIDTH, CHANNELS],
      offsetBias: [CHANNELS],
    },
    run: (inputs) => {
      const { scale, offset } = classModulation(inputs)
      return [scale, offset]
    },
    reference: ({ embedded, scaleWeight, scaleBias, offsetWeight, offsetBias }) => {
      const linear = (weight: Float64Array, bias: Float64Array) =>
        Float64Array.from({ length: BATCH * CHANNELS }, (_, i) => {
          const [image, channel] = [Math.floor(i / CHANNELS), i % CHANNELS]
          let sum = bias[channel] as number
          for (let k = 0; k < WIDTH; k++) sum += (embedded[image * WIDTH + k] as number) * (weight[k * CHANNELS + channel] as number)
          return sum
        })
      return [linear(scaleWeight, scaleBias), linear(offsetWeight, offsetBias)]
    },
  }),
])
