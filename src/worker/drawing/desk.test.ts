// What the page gets from the Worker that draws for it.
import { expect, test } from 'vitest'
import { pointCode } from '../../gan/latent/codes.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { at, drawOf, modelOf, openDesk, pictureOf, tinyCopy } from './test-support.ts'

const COPY = tinyCopy()
const OPEN = { type: 'open', slot: 'a', copy: COPY } as const
const codeOf = (point: LatentPoint) => pointCode(point, modelOf(COPY))
const ofSeed = (seed: number) => pictureOf(codeOf({ seed }), COPY)

test('a picture moves to where it is wanted, and lands exactly there', async () => {
  const desk = openDesk()
  await desk.send(OPEN, drawOf([at({ seed: 1 })]))
  expect(desk.said[0]).toEqual({ type: 'opened', slot: 'a', step: 10, size: 2, device: 'JavaScript' })
  expect(desk.drawn().map(({ arrived }) => arrived)).toEqual([true]) // there was nothing to move from
  expect([...(desk.drawn()[0]?.pictures.pixels ?? [])]).toEqual(await ofSeed(1))
  const before = desk.seconds()
  await desk.send(drawOf([at({ seed: 2 })]))
  const [, ...moving] = desk.drawn()
  expect(moving.length).toBeGreaterThan(10)
  expect(desk.seconds() - before).toBeGreaterThan(0.15)
  expect(moving.map(({ arrived }) => arrived)).toEqual(moving.map((_, i) => i === moving.length - 1))
  const last = moving.at(-1)
  expect(last).toMatchObject({ step: 10, points: [{ seed: 2 }], pictures: { count: 1, size: 2 } })
  expect([...(last?.pictures.pixels ?? [])]).toEqual(await ofSeed(2))
  const between = new Set(moving.map(({ pictures: { pixels } }) => pixels.join()))
  expect(between.size).toBeGreaterThan(5)
})

test('what is not eased is there at once', async () => {
  const desk = openDesk()
  await desk.send(OPEN, drawOf([at({ seed: 1 })]))
  await desk.send(drawOf([at({ seed: 2 })], { eased: false }))
  expect(desk.drawn()).toHaveLength(2)
  expect(desk.drawn()[1]).toMatchObject({ arrived: true })
  expect([...(desk.drawn()[1]?.pictures.pixels ?? [])]).toEqual(await ofSeed(2))
})

test('the newest request is where pictures go, from where they are', async () => {
  const later = drawOf([at({ seed: 3 })])
  const desk = openDesk({ onPause: () => desk.drawn().length === 5 && desk.handle(later) })
  await desk.send(OPEN, drawOf([at({ seed: 1 })]))
  await desk.send(drawOf([at({ seed: 2 })]))
  const [, ...all] = desk.drawn()
  expect(all.length).toBeGreaterThan(10)
  expect(all.filter(({ arrived }) => arrived).map(({ request }) => request)).toEqual([later.request])
  expect([...(all.at(-1)?.pictures.pixels ?? [])]).toEqual(await ofSeed(3))
})

test('clients take turns', async () => {
  const desk = openDesk()
  await desk.send(OPEN, drawOf([at({ seed: 1 })]), drawOf([at({ seed: 1 })], { client: 'studio' }))
  desk.said.length = 0
  await desk.send(drawOf([at({ seed: 2 })]), drawOf([at({ seed: 3 })], { client: 'studio' }))
  const order = desk.said.flatMap((message) => (message.type === 'drawn' ? message.client : []))
  expect(order.slice(0, 6)).toEqual(['wall', 'studio', 'wall', 'studio', 'wall', 'studio'])
})

test('of many pictures only those that change are drawn again', async () => {
  const desk = openDesk()
  const seeds = [1, 2, 3, 4, 5, 6]
  await desk.send(OPEN, drawOf(seeds.map((seed) => at({ seed }))))
  expect(desk.pictures()).toBe(6)
  await desk.send(
    drawOf(
      [9, 2, 3, 4, 5, 6].map((seed) => at({ seed })),
      { eased: false },
    ),
  )
  expect(desk.pictures()).toBe(7)
  const { pixels } = desk.drawn().at(-1)?.pictures ?? { pixels: [] }
  expect([...pixels]).toEqual((await Promise.all([9, 2, 3, 4, 5, 6].map(ofSeed))).flat())
})

test('where pictures take long, frames show those that are there, and each gets its turn', async () => {
  const desk = openDesk({ secondsPerPicture: 0.02 })
  const seeds = Array.from({ length: 9 }, (_, i) => i + 1)
  await desk.send(OPEN, drawOf(seeds.map((seed) => at({ seed }))))
  const visible = desk.drawn().map(({ pictures: { pixels } }) => seeds.filter((_, i) => pixels[16 * i + 3] === 255).length)
  expect(visible).toEqual([3, 6, 9])
  expect(desk.drawn().map(({ arrived }) => arrived)).toEqual([false, false, true])
  expect(desk.pictures()).toBe(9)
})

test('another copy in the slot draws the same points anew, and what cannot be read leaves the old one', async () => {
  const desk = openDesk()
  await desk.send(OPEN, drawOf([at({ seed: 1 })]))
  const newer = tinyCopy(2, 20)
  await desk.send({ ...OPEN, copy: newer })
  const last = desk.drawn().at(-1)
  expect(last).toMatchObject({ step: 20, arrived: true })
  expect([...(last?.pictures.pixels ?? [])]).toEqual(await pictureOf(codeOf({ seed: 1 }), newer))
  desk.said.length = 0
  await desk.send(
    { ...OPEN, copy: { ...newer, numbers: newer.numbers.slice(4) } },
    { ...OPEN, slot: 'b', copy: { ...newer, description: '{' } },
  )
  expect(desk.said).toEqual([
    { type: 'failed', slot: 'a', message: 'The generator cannot be opened: the generator ends after 44 bytes, within its numbers.' },
    { type: 'failed', slot: 'b', message: expect.stringMatching(/^The generator cannot be opened: .*\.$/) },
  ])
  await desk.send(drawOf([at({ seed: 2 })], { eased: false }))
  expect(desk.drawn().at(-1)).toMatchObject({ step: 20, arrived: true })
})

test('a request waits for its generator, and a client that has stopped or whose slot is closed gets nothing more', async () => {
  const desk = openDesk()
  await desk.send(drawOf([at({ seed: 1 })]))
  expect(desk.said).toEqual([])
  await desk.send(OPEN)
  expect(desk.drawn()).toHaveLength(1)
  await desk.send({ type: 'close', slot: 'a' }, drawOf([at({ seed: 2 })]))
  expect(desk.drawn()).toHaveLength(1)
  await desk.send({ type: 'open-example', slot: 'a', base: '' })
  expect(desk.drawn().at(-1)).toMatchObject({ points: [{ seed: 2 }], arrived: true })
  const count = desk.drawn().length
  await desk.send(drawOf([at({ seed: 3 })]), { type: 'stop', client: 'wall' })
  expect(desk.drawn()).toHaveLength(count)
})

test('a point that cannot be drawn is told to its client, and others are drawn', async () => {
  const desk = openDesk()
  const wrong = at({ seed: 1, latent: 'not base32!' })
  await desk.send(OPEN, drawOf([wrong]), drawOf([at({ seed: 1 })], { client: 'studio' }))
  expect(desk.said.filter(({ type }) => type === 'failed')).toEqual([
    { type: 'failed', client: 'wall', message: expect.stringMatching(/^This cannot be drawn: .*\.$/) },
  ])
  expect(desk.drawn('studio')).toHaveLength(1)
})
