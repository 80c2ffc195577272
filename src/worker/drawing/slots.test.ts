// Generators in slots while one is opened, replaced or closed: what draws, what is freed, what is told.
import { expect, test } from 'vitest'
import { createPlainPainter, type Painter } from '../../player/painter.ts'
import { createPlan } from '../../player/plan.ts'
import type { FromDrawing } from '../../spec/drawing.ts'
import { type DirectionFinder, Slots } from './slots.ts'
import { modelOf, normedCopy, tinyCopy } from './test-support.ts'

/** Slots whose painters are opened when they are let; `freed` names those that are. */
function openSlots(findSets: DirectionFinder['findSets'] = () => Promise.reject(new Error('none are looked for'))) {
  const said: FromDrawing[] = []
  const freed: string[] = []
  const onFaster: ((painter: Painter) => void)[] = []
  const waiting: (() => void)[] = []
  const painterOf = (device: string): Painter => ({
    ...createPlainPainter(createPlan(modelOf(tinyCopy()))),
    device,
    dispose: () => freed.push(device),
  })
  const slots = new Slots({
    emit: (message) => said.push(message),
    openPainter: async (_model, _before, tellFaster) => {
      const name = `painter ${onFaster.push(tellFaster)}`
      await new Promise<void>((resolve) => waiting.push(resolve))
      return painterOf(name)
    },
    directionFinder: { findSets, findShifts: () => Promise.reject(new Error('none are looked for')) },
    asked: () => 'none',
    onOpened: () => undefined,
    onDirections: () => undefined,
  })
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
  return {
    slots,
    said,
    freed,
    settle,
    devices: () => said.flatMap((message) => (message.type === 'opened' ? message.device : [])),
    /** Opens a copy, but for the painter. */
    async open(copy = tinyCopy()) {
      slots.open('a', async () => copy)
      await settle()
    },
    async letPainterOpen() {
      waiting.shift()?.()
      await settle()
    },
    /** Something faster is there for the generator that was opened as this one, from 0 on. */
    offerFaster: (generator: number) => onFaster[generator]?.(painterOf(`faster for ${generator + 1}`)),
  }
}

test('what draws faster takes over, and is freed where its generator is not there any more', async () => {
  const { slots, freed, devices, open, letPainterOpen, offerFaster } = openSlots()
  await open()
  await letPainterOpen()
  offerFaster(0)
  expect(devices()).toEqual(['painter 1', 'faster for 1'])
  expect(freed).toEqual(['painter 1'])
  await open(tinyCopy(2, 20))
  await letPainterOpen()
  offerFaster(0)
  expect(freed).toEqual(['painter 1', 'faster for 1', 'faster for 1'])
  slots.close('a')
  offerFaster(1)
  expect(freed.slice(3)).toEqual(['painter 2', 'faster for 2'])
  expect(devices()).toEqual(['painter 1', 'faster for 1', 'painter 2'])
})

test('a slot that is closed while it is opened gets nothing, and the next one of its name is its own', async () => {
  const { slots, said, freed, devices, open, letPainterOpen } = openSlots()
  await open()
  slots.close('a')
  await open(tinyCopy(2, 20))
  await letPainterOpen()
  expect(said).toEqual([])
  expect(freed).toEqual(['painter 1'])
  await letPainterOpen()
  expect(devices()).toEqual(['painter 2'])
  expect(slots.get('a')?.step).toBe(20)
})

test('a search of directions that fails is told once, and is made again only where it is asked for', async () => {
  let searches = 0
  const { slots, said, settle, open, letPainterOpen } = openSlots(async () => {
    if (++searches > 9) await new Promise(() => undefined) // enough to see that it never ends
    throw new Error('too dark')
  })
  await open(normedCopy())
  await letPainterOpen()
  for (let times = 1; times <= 2; times++) {
    slots.findDirections('a', 'latent')
    await settle()
    expect(searches).toBe(times)
  }
  const failure = { type: 'failed', slot: 'a', message: 'Directions cannot be found: too dark.' }
  expect(said.filter(({ type }) => type === 'failed')).toEqual([failure, failure])
})
