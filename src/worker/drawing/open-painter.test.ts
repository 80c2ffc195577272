// What draws: the processor at once, the graphics processor where it is right and faster, and the processor again where that is lost.
import { expect, test } from 'vitest'
import type { GpuPainter } from '../../player/gpu.ts'
import { createPlainPainter, type Painter } from '../../player/painter.ts'
import type { Plan } from '../../player/plan.ts'
import { createPainterOpener } from './open-painter.ts'
import { modelOf, normedCopy, tinyCopy } from './test-support.ts'

const CODE = Float32Array.of(1, -1, 0.5)

/**
 * A machine whose processor takes 10 s for a picture.
 * @param gpuSeconds what its graphics processor takes for any number of pictures
 * @param isWrong whether it draws something else
 */
function machine({ gpuSeconds = 1, isWrong = false } = {}) {
  let seconds = 0
  let opened = 0
  let isLost = false
  const timed = (painter: Painter, secondsOf: (count: number) => number): Painter => ({
    ...painter,
    draw(codes) {
      seconds += secondsOf(codes.length)
      return painter.draw(codes)
    },
  })
  async function openGpu(plan: Plan): Promise<GpuPainter> {
    opened++
    let inner = createPlainPainter(plan)
    const device: Painter = {
      ...inner,
      device: 'WebGPU',
      onProcessor: false,
      capacity: 8,
      draw: async (codes) => {
        if (isLost) throw new Error('the device is lost')
        const pixels = await inner.draw(codes)
        return isWrong ? pixels.map((value) => 255 - value) : pixels
      },
    }
    return { ...timed(device, () => gpuSeconds), reload: (other) => (inner = createPlainPainter(other)) }
  }
  const open = createPainterOpener({
    now: () => seconds,
    openGpu,
    openWasm: async (plan) => timed(createPlainPainter(plan), (count) => 10 * count),
  })
  return {
    async open(copy = tinyCopy(), before: Painter | null = null) {
      const faster: Painter[] = []
      const painter = await open(modelOf(copy), before, (other) => faster.push(other))
      await new Promise((resolve) => setTimeout(resolve))
      return { painter, faster: faster[0] ?? null }
    },
    opened: () => opened,
    lose: () => (isLost = true),
  }
}

const drawn = async (painter: Painter | null) => [...((await painter?.draw([CODE])) ?? [])]

test('the processor draws at once, and a faster graphics processor that draws the same takes over', async () => {
  const { painter, faster } = await machine({ gpuSeconds: 39 }).open() // for four pictures, which take the processor 40 s
  expect(painter.device).toBe('JavaScript')
  expect(faster?.device).toBe('WebGPU')
  expect(await drawn(faster)).toEqual(await drawn(painter))
})

test('a graphics processor that is slower or draws something else does not, and is not tried again for the same network', async () => {
  for (const settings of [{ gpuSeconds: 41 }, { isWrong: true }]) {
    const { open, opened } = machine(settings)
    expect((await open()).faster).toBeNull()
    expect((await open(tinyCopy(2))).faster).toBeNull()
    expect(opened()).toBe(1)
  }
})

test('other weights of the same network go to the device that is there', async () => {
  const { open, opened } = machine()
  const { faster } = await open()
  const { painter } = await open(tinyCopy(2), faster)
  expect(painter).toBe(faster)
  expect(opened()).toBe(1)
  expect(await drawn(painter)).toEqual(await drawn((await machine().open(tinyCopy(2))).painter))
})

test('another network is not given to the device that drew the one before', async () => {
  const { open, opened } = machine()
  const { faster } = await open()
  const { painter } = await open(normedCopy(), faster)
  expect(painter).not.toBe(faster)
  expect(opened()).toBe(2)
  expect(await drawn(painter)).toEqual(await drawn((await machine().open(normedCopy())).painter))
})

test('where the device is lost the processor draws what it would have drawn', async () => {
  const { open, lose } = machine()
  const { faster } = await open()
  expect(faster).toMatchObject({ device: 'WebGPU', onProcessor: false, capacity: 8 })
  await open(tinyCopy(2), faster)
  const wanted = await drawn(faster)
  lose()
  expect(await drawn(faster)).toEqual(wanted)
  expect(faster).toMatchObject({ device: 'JavaScript', onProcessor: true, capacity: 1 }) // so it leaves time to a run that trains
  const { painter } = await open(tinyCopy(2), faster) // nothing is given to a lost device
  expect(painter).not.toBe(faster)
})
