// The losses of both passes, value, statistics and gradients: the kernels against their reference, and all of them against PyTorch
// (reference/losses_fixture.py).
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULTS, type RunConfig, rotatedCount } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import { RandomStream } from '../../spec/rng.ts'
import { lossAndGradients } from '../../tensor/gradients.ts'
import { OP_DEVICES, openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import type { DiscriminatorOutput } from '../networks/heads.ts'
import { namedScalars, stepScalars } from '../step-scalars.ts'
import { type Numbers, relativeError, valuesOf } from '../test-support.ts'
import { add, mul, real, square } from './expression.ts'
import { ganLoss } from './gan-loss.ts'
import fixture from './losses.fixture.json' with { type: 'json' }
import { discriminatorLoss, generatorLoss } from './losses.ts'
import { isRelativistic } from './registry.ts'

const TOLERANCE = 2e-5

const NETWORKS = ['D', 'G'] as const
type Network = (typeof NETWORKS)[number]

/** Logits of the real group, then of the fake one, each with rotated copies. */
interface Logits {
  readonly realLogit: ArrayLike<number>
  readonly rotationLogits: ArrayLike<number>
}

const CASES = FIELDS.loss.options.flatMap(({ value: loss }) =>
  [1, 0].flatMap((rotatedShare) => [true, false].map((adversarial) => [loss, rotatedShare, adversarial] as const)),
)

const configOf = ([loss, rotatedShare, adversarial]: (typeof CASES)[number]): RunConfig => ({
  ...DEFAULTS,
  loss,
  rotatedShare,
  adversarial,
  batch: 8,
  alpha: 0.3,
  beta: 0.7,
})

/** What the kernels compute, by device, case and network. */
const ours: Record<string, Numbers> = {}

beforeAll(async () => {
  for (const device of OP_DEVICES) {
    await openTestDevice(device)
    for (const given of CASES) {
      for (const network of NETWORKS) ours[`${device} ${given} ${network}`] = await measured(configOf(given), network)
    }
  }
  await openTestDevice('cpu') // where the reference is computed
})

describe.each(CASES)('%s, rotated share %d, adversarial %s', (...given) => {
  test.each(NETWORKS)('the loss of %s is that of the reference on every device', async (network) => {
    const reference = await measured(configOf(given), network)
    for (const device of OP_DEVICES) expectClose(ours[`${device} ${given} ${network}`] as Numbers, reference, device)
  })
})

describe.each([...OP_DEVICES, 'cpu'] as const)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(Object.entries(fixture.cases))('%s', (loss, passes) => {
    test.each(NETWORKS)('the loss of %s is that of PyTorch', async (network) => {
      const config = { ...DEFAULTS, ...fixture.settings, loss: loss as RunConfig['loss'] }
      const seen = await measured(config, network, fixture.logits)
      const entries = Object.entries(passes[network]).map(([name, values]) => [name, Float32Array.from(values)] as const)
      expectClose(seen, Object.fromEntries(entries), device)
    })
  })

  test('weights and constants may be fractions, tiny, huge and negative, and any formula of logits can be measured', async () => {
    const logits = [0.25, -2, 3]
    const terms = [mul(1e-7, real), mul(-0.5, add(real, 1e10))]
    const tensors = tf.tidy(() => {
      const realLogit = tf.tensor2d(logits, [3, 1])
      return lossAndGradients({ realLogit, rotationLogits: tf.zeros([3, 4]) }, (given) => {
        const pass = {
          terms,
          groups: [{ name: 'real', from: 0 }],
          rotationGroup: 'real',
          batch: 3,
          n: 0,
          measures: ['loss', square(real)],
        } as const
        const weight = { vector: tf.tensor1d([1]), index: 0 }
        const { loss, values } = ganLoss(given as unknown as DiscriminatorOutput, weight, { ...pass, adversarialWeight: 0.5 })
        return { loss, extra: { values } }
      })
    })
    const { loss, values, realLogit } = await valuesOf({ loss: tensors.loss, ...tensors.extra, ...tensors.gradients })
    expect((loss?.[0] as number) / -2.5e9).toBeCloseTo(1, 6)
    for (const slope of realLogit as Float32Array) expect(slope).toBeCloseTo((0.5 * (1e-7 - 0.5)) / 3, 6)
    expect(values?.[1]).toBeCloseTo((0.25 ** 2 + 4 + 9) / 3, 5)
    tf.dispose([tensors.gradients, tensors.extra])
    tensors.loss.dispose()
  })
})

function expectClose(seen: Numbers, wanted: Numbers, device: string): void {
  expect(Object.keys(seen).sort()).toEqual(Object.keys(wanted).sort())
  for (const [name, values] of Object.entries(wanted)) {
    const what = `${name} on ${device}`
    // statistics that are zero in theory may be a rounding away from it
    const within = (value: number) => 5e-6 * Math.max(1, Math.abs(value))
    if (name === 'statistics') {
      expect(seen[name]?.length, what).toBe(values.length)
      for (const [i, value] of values.entries())
        expect(Math.abs((seen[name]?.[i] as number) - value), `${what}, ${i}`).toBeLessThan(within(value))
    } else expect(relativeError(seen[name] as Float32Array, values), what).toBeLessThan(TOLERANCE)
  }
}

/** Loss, statistics and the gradients of both heads' logits. In the pass of G these are of the fake group; the real logits are constants. */
async function measured(config: RunConfig, network: Network, logits = randomLogits(config)): Promise<Numbers> {
  const rows = config.batch + 3 * rotatedCount(config)
  const part = (values: ArrayLike<number>, width: number, from: number, count: number) =>
    tf.tensor2d(Array.from(values).slice(from * width, (from + count) * width), [count, width])
  const [from, count] = network === 'D' ? [0, 2 * rows] : [rows, rows]
  const tensors = tf.tidy(() => {
    const scalars = namedScalars(tf.tensor1d(stepScalars(config, 0)), config)
    const learnt = { realLogit: part(logits.realLogit, 1, from, count), rotationLogits: part(logits.rotationLogits, 4, from, count) }
    const { loss, extra, gradients } = lossAndGradients(learnt, (given) => {
      const output = given as unknown as DiscriminatorOutput
      const real = isRelativistic(config.loss) ? part(logits.realLogit, 1, 0, config.batch) : null
      const { loss, statistics } =
        network === 'D' ? discriminatorLoss(output, config, scalars) : generatorLoss(output, config, scalars, null, real)
      return { loss, extra: { statistics: statistics.values } }
    })
    return { loss, ...extra, ...gradients }
  })
  const values = await valuesOf(tensors)
  tf.dispose(tensors)
  return values
}

/** Some are far out. */
function randomLogits(config: RunConfig): Logits {
  const rows = 2 * (config.batch + 3 * rotatedCount(config))
  const stream = new RandomStream(4, 'dataset')
  return {
    realLogit: stream.normals(rows).map((logit, i) => (i % 5 === 0 ? 12 * logit : logit)),
    rotationLogits: stream.normals(4 * rows).map((logit) => 3 * logit),
  }
}
