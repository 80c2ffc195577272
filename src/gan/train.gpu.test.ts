// The training loop notices at once when a step has measured something that is not a number, while the device goes on with the next.
import { describe, expect, test } from 'vitest'
import { setValues } from '../tensor/stream.ts'
import { openTestDevice, TEST_DEVICES } from '../tensor/test-devices.ts'
import { createRun, type Run } from './run.ts'
import { orientableImages, TINY } from './test-support.ts'
import { train } from './train.ts'

function poison({ models }: Run): void {
  const [weight] = Object.values(models.generator.weights)
  if (weight) setValues(weight, new Float32Array(weight.size).fill(Number.NaN))
}

describe.each(TEST_DEVICES)('on %s', (name) => {
  test('a check is of the steps before it, whatever is queued after it', async () => {
    const device = await openTestDevice(name)
    const run = createRun(TINY, orientableImages(24))
    for (let step = 0; step < 2; step++) run.advance() // the first one is recorded
    const good = run.check()
    poison(run)
    run.advance()
    await expect(good).resolves.toBeUndefined()
    await expect(run.check()).rejects.toMatchObject({ failure: { reason: 'not-finite' } })
    await device.settle()
    run.dispose()
  })

  test('poison between two steps ends training within the next two', async () => {
    const device = await openTestDevice(name)
    const run = createRun(TINY, orientableImages(24))
    const steps: number[] = []
    const training = async () => {
      for await (const step of train(run, device, () => 0)) {
        steps.push(step)
        if (step === 3) poison(run)
      }
    }
    await expect(training()).rejects.toMatchObject({ failure: { reason: 'not-finite' } })
    expect(run.step).toBeLessThanOrEqual(5)
    expect(steps.slice(0, 3)).toEqual([1, 2, 3])
    run.dispose()
  })
})
