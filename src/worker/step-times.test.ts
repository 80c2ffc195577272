// Times of presets from the speed of runs, over several visits.
import { expect, test } from 'vitest'
import type { TrainerEvent } from '../protocol.ts'
import type { DeviceInfo } from '../spec/backends.ts'
import { presetConfig } from '../spec/presets.ts'
import type { Device } from '../tensor/backend.ts'
import { StepTimes } from './step-times.ts'

const info: DeviceInfo = { backend: 'webgpu', name: 'Test', software: false, threads: 1, notice: null }

/** One browser: what is stored is there at the next visit. */
function browser(kept: Record<string, unknown> = {}) {
  const events: Extract<TrainerEvent, { type: 'preset-times' }>[] = []
  const stepTimes = {
    load: async (name: string) => kept[name],
    save: async (name: string, times: unknown) => void Object.assign(kept, { [name]: times }),
  }
  const visit = async (device = info) => {
    const times = new StepTimes({ emit: (event) => void (event.type === 'preset-times' && events.push(event)), now: () => 0, stepTimes })
    await times.open({ info: device, failed: new Promise(() => undefined), settle: async () => undefined } satisfies Device)
    return times
  }
  return { events, visit }
}

test('a run shows how long every preset takes on its device, and the next visit knows it at once', async () => {
  const { events, visit } = browser()
  const times = await visit()
  const smoke = presetConfig('smoke')
  times.note(smoke, 2, 0.01) // compiles
  expect(events).toEqual([])
  times.note(smoke, 20, 10)
  expect(events).toHaveLength(1)
  expect(events[0]?.seconds.smoke).toBeCloseTo(30, 6) // its 300 steps
  expect(events[0]?.seconds.paper).toBeGreaterThan(1000 * 30)
  times.note(smoke, 40, 10.5) // much the same
  expect(events).toHaveLength(1)
  times.note(smoke, 60, 20)
  expect(events[1]?.seconds.smoke).toBeCloseTo(15, 6)

  await visit()
  expect(events[2]).toEqual(events[1])
  await visit({ ...info, name: 'Another' })
  expect(events).toHaveLength(3)
})

test('stored values of another form are ignored', async () => {
  const { events, visit } = browser({ 'Test, WebGPU': { times: [{ flops: 'many', seconds: -1 }, {}, null] } })
  await visit()
  expect(events).toEqual([])
})
