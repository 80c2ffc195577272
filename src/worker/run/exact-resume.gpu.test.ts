// A run that is taken up by another trainer makes the very steps that it would have made: every tensor and every statistic, bit for bit.
import { describe, expect, test } from 'vitest'
import type { RunConfig } from '../../spec/config.ts'
import { presetConfig } from '../../spec/presets.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import {
  type Connection,
  checkpointOf,
  connect,
  endRun,
  isState,
  keptId,
  makeSteps,
  memoryRuns,
  noise,
  opened,
  statisticsOf,
  tiny,
} from '../trainer-test-support.ts'

const prepare = async (_: unknown, { size }: { readonly size: number }) => noise(size, 40)

/** In small, with everything on that a run may have beside its networks. */
function small(config: RunConfig): RunConfig {
  const { size, width, batch, latent } = tiny
  const everything = { flip: true, augmentColor: 0.5, augmentTranslation: 1, augmentCutout: 1 }
  return { ...config, ...everything, size, width, batch, latent, heldOut: 0.25, steps: 1000 }
}

/** Fewer samples than the presets' scores have, in the one case that is scored. */
const SCORED = 300

/** Every structure of a step that the presets have, and every loss. */
const CASES: Readonly<Record<string, RunConfig>> = {
  sketch: small(presetConfig('sketch')),
  'plain-gan with the Wasserstein loss': { ...small(presetConfig('plain-gan')), loss: 'wasserstein' },
  'rotation-only': small(presetConfig('rotation-only')),
  'paper with the non-saturating loss': { ...small(presetConfig('paper')), loss: 'non-saturating' },
  'smoke, relativistic, with R1 at every second step, scored': {
    ...small(presetConfig('smoke')),
    loss: 'relativistic',
    penalty: 'r1',
    penaltyEvery: 2,
    scoreCount: SCORED,
  },
  'smoke with least squares': { ...small(presetConfig('smoke')), loss: 'least-squares' },
}

async function score(trainer: Connection, run: number): Promise<void> {
  const mark = trainer.events.length
  trainer.send({ type: 'score', run })
  expect(await trainer.until(({ type }) => type === 'score' || type === 'score-failed', mark)).toMatchObject({ type: 'score' })
}

async function makeFirstSteps(trainer: Connection, config: RunConfig): Promise<void> {
  trainer.send(...opened, { type: 'start', run: 1, config, paused: true })
  await trainer.until(isState('paused'))
  await makeSteps(trainer, 1)
  trainer.send({ type: 'tune', changes: { learningRateD: 1e-4, augmentCutout: 0.5 } })
  await makeSteps(trainer, 1)
  if (config.scoreCount === SCORED) await score(trainer, 1)
}

async function makeLastSteps(trainer: Connection, run: number) {
  await makeSteps(trainer, 1)
  trainer.send({ type: 'tune', changes: { alpha: 0.7, learningRateG: 3e-4 } })
  await makeSteps(trainer, 1)
  const { tensors } = await checkpointOf(trainer, run)
  return { tensors, statistics: [3, 4].map((step) => statisticsOf(trainer.events).get(step)) }
}

describe.each(['webgpu', 'wasm on 2 threads'] as const)('on %s', (name) => {
  const cases = name === 'webgpu' ? Object.keys(CASES) : ['smoke with least squares']
  test.each(cases)('four steps of %s are two steps, a fresh trainer, and two steps', async (which) => {
    const device = await openTestDevice(name)
    const config = CASES[which] as RunConfig
    const uninterrupted = connect(device, { prepare })
    await makeFirstSteps(uninterrupted, config)
    const expected = await makeLastSteps(uninterrupted, 1)
    await endRun(uninterrupted, 1)

    const keeping = memoryRuns()
    const before = connect(device, { prepare, keeping })
    await makeFirstSteps(before, config)
    await endRun(before, 1)
    const after = connect(device, { prepare, keeping })
    after.send(...opened, { type: 'continue', run: 2, snapshot: { id: keptId(before.events), file: null }, branch: false, paused: true })
    await after.until(isState('paused', 2))
    const resumed = await makeLastSteps(after, 2)
    await endRun(after, 2)
    expect(resumed.statistics).toEqual(expected.statistics)
    expect(resumed.statistics[1]).toMatchObject({ lossG: expect.any(Number) })
    expect(resumed.tensors).toEqual(expected.tensors)
  })
})
