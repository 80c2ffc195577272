// The fused losses against the formulas of losses.ts: every loss, with and without turns, value, statistics and gradients.
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULTS, FIELDS, type RunConfig, rotatedCount } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { lossAndGradients } from '../tensor/gradients.ts'
import { OP_DEVICES, openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { discriminatorLoss, generatorLoss } from './losses.ts'
import { namedScalars, stepScalars } from './step-scalars.ts'
import { type Numbers, relativeError, valuesOf } from './test-support.ts'

const TOLERANCE = 2e-5

const CASES = FIELDS.loss.options.flatMap(({ value: loss }) =>
  [1, 0].flatMap((rotatedShare) => [true, false].map((adversarial) => [loss, rotatedShare, adversarial] as const)),
)

const MEASURES = { D: [2, discriminatorLoss, 'beta'], G: [1, generatorLoss, 'alpha'] } as const
type Network = keyof typeof MEASURES

const configOf = ([loss, rotatedShare, adversarial]: (typeof CASES)[number]): RunConfig => ({
  ...DEFAULTS,
  loss,
  rotatedShare,
  adversarial,
  batch: 8,
  alpha: 0.3,
  beta: 0.7,
})

/** What the kernels say, by device, case and network. */
const ours: Record<string, Numbers> = {}

beforeAll(async () => {
  for (const device of OP_DEVICES) {
    await openTestDevice(device)
    for (const given of CASES) {
      for (const network of ['D', 'G'] as const) ours[`${device} ${given} ${network}`] = await measured(configOf(given), network)
    }
  }
  await openTestDevice('cpu') // where the formulas themselves are computed
})

describe.each(CASES)('%s, rotated share %d, adversarial %s', (...given) => {
  test.each(['D', 'G'] as const)('the loss of %s', async (network) => {
    const twin = await measured(configOf(given), network)
    for (const device of OP_DEVICES) {
      const own = ours[`${device} ${given} ${network}`] as Numbers
      expect(Object.keys(own)).toEqual(Object.keys(twin))
      for (const [name, values] of Object.entries(twin)) {
        const what = `${name} on ${device}`
        // statistics that are zero in theory may be a rounding away from it
        const within = (value: number) => 5e-6 * Math.max(1, Math.abs(value))
        if (name === 'statistics')
          for (const [i, value] of values.entries())
            expect(Math.abs((own[name]?.[i] as number) - value), `${what}, ${i}`).toBeLessThan(within(value))
        else expect(relativeError(own[name] as Float32Array, values), what).toBeLessThan(TOLERANCE)
      }
    }
  })
})

/** Loss, statistics and the gradients of both heads' logits, on random logits of which some are far out. */
async function measured(config: RunConfig, network: Network): Promise<Numbers> {
  const [halves, measure, weight] = MEASURES[network]
  const rows = halves * (config.batch + 3 * rotatedCount(config))
  const stream = new RandomStream(4, 'dataset')
  const real = stream.normals(rows).map((logit, i) => (i % 5 === 0 ? 12 * logit : logit))
  const rotation = stream.normals(4 * rows).map((logit) => 3 * logit)
  const tensors = tf.tidy(() => {
    const scalars = namedScalars(tf.tensor1d(stepScalars(config, 0)), config)
    const logits = { realLogit: tf.tensor2d(real, [rows, 1]), rotationLogits: tf.tensor2d(rotation, [rows, 4]) }
    const { loss, extra, gradients } = lossAndGradients(logits, (given) => {
      const output = { realLogit: given.realLogit as tf.Tensor2D, rotationLogits: given.rotationLogits as tf.Tensor2D }
      const { loss, statistics } = measure(output, config, scalars.of(weight))
      return { loss, extra: { statistics: statistics.values } }
    })
    return { loss, ...extra, ...gradients }
  })
  const values = await valuesOf(tensors)
  tf.dispose(tensors)
  return values
}
