// What the page gets from the Worker that draws for it.
import { expect, test } from 'vitest'
import { pointCode } from '../../gan/latent/codes.ts'
import { findDirections } from '../../player/directions/find-directions.ts'
import { mixModels } from '../../player/mix.ts'
import { createPlainPainter } from '../../player/painter.ts'
import { createPlan } from '../../player/plan.ts'
import type { FromDrawing, GeneratorCopy, ToDrawing } from '../../spec/drawing.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { at, drawOf, modelOf, normedCopy, openController, pictureOf, tinyCopy } from './test-support.ts'

const COPY = tinyCopy()
const OPEN = { type: 'open', slot: 'a', copy: COPY } as const
const codeOf = (point: LatentPoint) => pointCode(point, modelOf(COPY))
const ofSeed = (seed: number) => pictureOf(codeOf({ seed }), COPY)

test('a picture moves to where it is wanted, and lands exactly there', async () => {
  const controller = openController()
  await controller.send(OPEN, drawOf([at({ seed: 1 })]))
  expect(controller.said[0]).toEqual({ type: 'opened', slot: 'a', step: 10, size: 2, device: 'JavaScript' })
  expect(controller.drawn().map(({ arrived }) => arrived)).toEqual([true]) // there was nothing to move from
  expect([...(controller.drawn()[0]?.pictures.pixels ?? [])]).toEqual(await ofSeed(1))
  const before = controller.seconds()
  await controller.send(drawOf([at({ seed: 2 })]))
  const [, ...moving] = controller.drawn()
  expect(moving.length).toBeGreaterThan(10)
  expect(controller.seconds() - before).toBeGreaterThan(0.15)
  expect(moving.map(({ arrived }) => arrived)).toEqual(moving.map((_, i) => i === moving.length - 1))
  const last = moving.at(-1)
  expect(last).toMatchObject({ step: 10, points: [{ seed: 2 }], pictures: { count: 1, size: 2 } })
  expect([...(last?.pictures.pixels ?? [])]).toEqual(await ofSeed(2))
  const between = new Set(moving.map(({ pictures: { pixels } }) => pixels.join()))
  expect(between.size).toBeGreaterThan(5)
})

test('what is not eased is there at once', async () => {
  const controller = openController()
  await controller.send(OPEN, drawOf([at({ seed: 1 })]))
  await controller.send(drawOf([at({ seed: 2 })], { eased: false }))
  expect(controller.drawn()).toHaveLength(2)
  expect(controller.drawn()[1]).toMatchObject({ arrived: true })
  expect([...(controller.drawn()[1]?.pictures.pixels ?? [])]).toEqual(await ofSeed(2))
})

test('the newest request is where pictures go, from where they are', async () => {
  const later = drawOf([at({ seed: 3 })])
  const controller = openController({ onPause: () => controller.drawn().length === 5 && controller.handle(later) })
  await controller.send(OPEN, drawOf([at({ seed: 1 })]))
  await controller.send(drawOf([at({ seed: 2 })]))
  const [, ...all] = controller.drawn()
  expect(all.length).toBeGreaterThan(10)
  expect(all.filter(({ arrived }) => arrived).map(({ request }) => request)).toEqual([later.request])
  expect([...(all.at(-1)?.pictures.pixels ?? [])]).toEqual(await ofSeed(3))
})

test('a request, and a copy, that come while pictures are drawn are drawn next', async () => {
  const first = drawOf([at({ seed: 1 })])
  const later = drawOf([at({ seed: 2 })], { eased: false })
  const newer = tinyCopy(2, 20)
  const coming: ToDrawing[] = [{ ...OPEN, copy: newer }, later]
  const controller = openController({
    onDraw() {
      const message = coming.pop()
      if (message) controller.handle(message)
    },
  })
  await controller.send(OPEN, first)
  await controller.send()
  const shown = controller.drawn().map(({ request, points, step, arrived }) => ({ request, points, step, arrived }))
  expect(shown).toEqual([
    { request: first.request, points: [{ seed: 1 }], step: 10, arrived: true },
    { request: later.request, points: [{ seed: 2 }], step: 10, arrived: true },
    { request: later.request, points: [{ seed: 2 }], step: 20, arrived: true },
  ])
  expect([...(controller.drawn()[2]?.pictures.pixels ?? [])]).toEqual(await pictureOf(codeOf({ seed: 2 }), newer))
})

test('clients take turns', async () => {
  const controller = openController()
  await controller.send(OPEN, drawOf([at({ seed: 1 })]), drawOf([at({ seed: 1 })], { client: 'studio' }))
  controller.said.length = 0
  await controller.send(drawOf([at({ seed: 2 })]), drawOf([at({ seed: 3 })], { client: 'studio' }))
  const order = controller.said.flatMap((message) => (message.type === 'drawn' ? message.client : []))
  expect(order.slice(0, 6)).toEqual(['wall', 'studio', 'wall', 'studio', 'wall', 'studio'])
})

test('of many pictures only those that change are drawn again', async () => {
  const controller = openController()
  const seeds = [1, 2, 3, 4, 5, 6]
  await controller.send(OPEN, drawOf(seeds.map((seed) => at({ seed }))))
  expect(controller.pictures()).toBe(6)
  await controller.send(
    drawOf(
      [9, 2, 3, 4, 5, 6].map((seed) => at({ seed })),
      { eased: false },
    ),
  )
  expect(controller.pictures()).toBe(7)
  const { pixels } = controller.drawn().at(-1)?.pictures ?? { pixels: [] }
  expect([...pixels]).toEqual((await Promise.all([9, 2, 3, 4, 5, 6].map(ofSeed))).flat())
})

test('where pictures take long, frames show those that are there, and each gets its turn', async () => {
  const controller = openController({ secondsPerPicture: 0.02 })
  const seeds = Array.from({ length: 9 }, (_, i) => i + 1)
  await controller.send(OPEN, drawOf(seeds.map((seed) => at({ seed }))))
  const visible = controller.drawn().map(({ pictures: { pixels } }) => seeds.filter((_, i) => pixels[16 * i + 3] === 255).length)
  expect(visible).toEqual([3, 6, 9])
  expect(controller.drawn().map(({ arrived }) => arrived)).toEqual([false, false, true])
  expect(controller.pictures()).toBe(9)
  await controller.send(drawOf(seeds.map((seed) => at({ seed: seed + 9 })))) // now all of them move
  const frames = controller.drawn().slice(2, 6)
  const pictureIn = (frame: number, i: number) => frames[frame]?.pictures.pixels.slice(16 * i, 16 * (i + 1)).join()
  const changed = [1, 2, 3].map((frame) => seeds.flatMap((_, i) => (pictureIn(frame, i) === pictureIn(frame - 1, i) ? [] : [i])))
  expect(changed).toEqual([
    [0, 1, 2],
    [3, 4, 5],
    [6, 7, 8],
  ])
})

test('while a run trains, drawing on the processor takes less than a third of the time, and yet four pictures a second come', async () => {
  for (const [secondsPerPicture, least] of [
    [0.01, 0.03],
    [0.05, 0.16],
    [0.2, 0.25],
  ] as const) {
    const controller = openController({ secondsPerPicture })
    await controller.send(OPEN, { type: 'training', trains: true }, drawOf([at({ seed: 1 })]))
    const before = [controller.seconds(), controller.drawn().length] as const
    await controller.send(drawOf([at({ seed: 2 })]))
    const period = (controller.seconds() - before[0]) / (controller.drawn().length - before[1])
    expect(period).toBeGreaterThanOrEqual(least)
    expect(period).toBeLessThan(0.26)
  }
})

test('another copy in the slot draws the same points anew, and what cannot be read leaves the old one', async () => {
  const controller = openController()
  await controller.send(OPEN, drawOf([at({ seed: 1 })]))
  const newer = tinyCopy(2, 20)
  await controller.send({ ...OPEN, copy: newer })
  const last = controller.drawn().at(-1)
  expect(last).toMatchObject({ step: 20, arrived: true })
  expect([...(last?.pictures.pixels ?? [])]).toEqual(await pictureOf(codeOf({ seed: 1 }), newer))
  controller.said.length = 0
  await controller.send(
    { ...OPEN, copy: { ...newer, numbers: newer.numbers.slice(4) } },
    { ...OPEN, slot: 'b', copy: { ...newer, description: '{' } },
  )
  expect(controller.said).toEqual([
    { type: 'failed', slot: 'a', message: 'The generator cannot be opened: the generator ends after 44 bytes, within its numbers.' },
    { type: 'failed', slot: 'b', message: expect.stringMatching(/^The generator cannot be opened: .*\.$/) },
  ])
  await controller.send(drawOf([at({ seed: 2 })], { eased: false }))
  expect(controller.drawn().at(-1)).toMatchObject({ step: 20, arrived: true })
})

test('a request waits for its generator, and a client that has stopped or whose slot is closed gets nothing more', async () => {
  const controller = openController()
  await controller.send(drawOf([at({ seed: 1 })]))
  expect(controller.said).toEqual([])
  await controller.send(OPEN)
  expect(controller.drawn()).toHaveLength(1)
  await controller.send({ type: 'close', slot: 'a' }, drawOf([at({ seed: 2 })]))
  expect(controller.drawn()).toHaveLength(1)
  await controller.send({ type: 'open-example', slot: 'a', base: '' })
  expect(controller.drawn().at(-1)).toMatchObject({ points: [{ seed: 2 }], arrived: true })
  const count = controller.drawn().length
  await controller.send(drawOf([at({ seed: 3 })]), { type: 'stop', client: 'wall' })
  expect(controller.drawn()).toHaveLength(count)
})

test('a point that cannot be drawn is told to its client, and others are drawn', async () => {
  const controller = openController()
  const wrong = at({ seed: 1, latent: 'not base32!' })
  await controller.send(OPEN, drawOf([wrong]), drawOf([at({ seed: 1 })], { client: 'studio' }))
  expect(controller.said.filter(({ type }) => type === 'failed')).toEqual([
    { type: 'failed', client: 'wall', message: expect.stringMatching(/^This cannot be drawn: .*\.$/) },
  ])
  expect(controller.drawn('studio')).toHaveLength(1)
})

test('directions are found when a picture goes along one, or when asked for, and are those of the generator', async () => {
  const controller = openController()
  const copy = normedCopy()
  const directed: LatentPoint = { seed: 1, directions: [{ set: 'pc', index: 0, sigmas: 1.5, zone: 'early' }] }
  await controller.send({ ...OPEN, copy }, drawOf([at(directed)]))
  await controller.until(() => controller.drawn().length > 0)
  const model = modelOf(copy)
  const directions = await findDirections(model, { zones: true })
  const wanted = await createPlainPainter(createPlan({ ...model, directions })).draw([pointCode(directed, { ...model, directions })])
  const plain = await createPlainPainter(createPlan(model)).draw([pointCode({ seed: 1 }, model)])
  expect([...(controller.drawn()[0]?.pictures.pixels ?? [])]).toEqual([...wanted])
  expect([...wanted]).not.toEqual([...plain])
  const told = directionsIn(controller.said)
  expect(told.at(-1)?.directions?.pc.map(({ share }) => share)).toEqual(directions.sets.pc.map(({ share }) => share))
  controller.said.length = 0
  await controller.send({ type: 'find-directions', slot: 'a' })
  expect(controller.said).toEqual([told.at(-1)])
})

const directionsIn = (said: readonly FromDrawing[]) => said.flatMap((message) => (message.type === 'directions' ? [message] : []))
const stageOf = ({ directions, zoned }: ReturnType<typeof directionsIn>[number]) => (zoned ? 'zoned' : directions ? 'latent' : 'none')

test('directions of the latent are told, and draw, before it is known what layers do with them', async () => {
  const inLatent = at({ seed: 1, directions: [{ set: 'pc', index: 0, sigmas: 1.5 }] })
  const controller = openController()
  await controller.send({ ...OPEN, copy: normedCopy() }, drawOf([inLatent]))
  await controller.until(() => controller.drawn().length > 0)
  expect(directionsIn(controller.said).at(-1)).toMatchObject({ zoned: false, search: null }) // nobody has asked for more
  controller.handle({ type: 'find-directions', slot: 'a' })
  await controller.until(() => directionsIn(controller.said).some(({ zoned }) => zoned))
  const told = directionsIn(controller.said)
  expect(told.map(stageOf).filter((stage, i, all) => stage !== all[i - 1])).toEqual(['none', 'latent', 'zoned'])
  for (const stage of ['none', 'latent'] as const) {
    const shares = told.flatMap((message) => (stageOf(message) === stage && message.search !== null ? [message.search] : []))
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect([shares[0], shares.at(-1)]).toEqual([0, 1])
  }
  expect(told.at(-1)?.search).toBeNull()
})

test('a cancelled search ends, what it had found stays, and it goes on from there when asked for again', async () => {
  let cancelled = ''
  const controller = openController({
    onSaid(message) {
      if (message.type !== 'directions' || stageOf(message) !== cancelled || (message.search ?? 0) < 0.5) return
      cancelled = ''
      controller.handle({ type: 'cancel-directions', slot: 'a' })
    },
  })
  await controller.send({ ...OPEN, copy: normedCopy() })
  const cancelIn = async (stage: string) => {
    cancelled = stage
    controller.handle({ type: 'find-directions', slot: 'a' })
    await controller.until(() => cancelled === '')
    for (let i = 0; i < 5; i++) await controller.send() // until it rests
    return controller.said.at(-1)
  }
  expect(await cancelIn('none')).toMatchObject({ type: 'directions', directions: null, search: null })
  const found = await cancelIn('latent')
  expect(found).toMatchObject({ type: 'directions', zoned: false, search: null })
  controller.said.length = 0
  await controller.send({ type: 'find-directions', slot: 'a' })
  await controller.until(() => directionsIn(controller.said).some(({ zoned }) => zoned))
  expect(directionsIn(controller.said).map(stageOf)).not.toContain('none')
})

test('a picture that waits for a search that is cancelled says so, and is drawn once it is found after all', async () => {
  const cancel = { type: 'cancel-directions', slot: 'a' } as const
  let isCancelled = false
  const controller = openController({
    onSaid(message) {
      if (isCancelled || message.type !== 'directions' || message.search === 0) return
      isCancelled = true
      controller.handle(cancel)
    },
  })
  const inLayers = at({ seed: 1, directions: [{ set: 'pc', index: 0, sigmas: 1.5, zone: 'early' }] })
  await controller.send({ ...OPEN, copy: normedCopy() }, drawOf([inLayers]))
  await controller.until(() => isCancelled)
  expect(controller.said.filter(({ type }) => type === 'failed')).toEqual([
    { type: 'failed', client: 'wall', message: 'The picture goes along directions whose search was cancelled.' },
  ])
  expect(controller.drawn()).toEqual([])
  controller.handle({ type: 'find-directions', slot: 'a' })
  await controller.until(() => controller.drawn().some(({ arrived }) => arrived))
})

test('later layers of another generator are mixed in, and those of its next copy', async () => {
  const controller = openController()
  const [early, late, newer] = [normedCopy(1), normedCopy(2, 20), normedCopy(3, 30)]
  const mixed = { ...drawOf([at({ seed: 1 })]), from: { slot: 'a', mix: { slot: 'b', from: 'late' } } } as const
  await controller.send({ ...OPEN, copy: early }, mixed)
  expect(controller.drawn()).toEqual([])
  const drawn = async (from: GeneratorCopy) => {
    const model = mixModels(modelOf(early), modelOf(from), 'late')
    return [...(await createPlainPainter(createPlan(model)).draw([pointCode({ seed: 1 }, model)]))]
  }
  for (const copy of [late, newer]) {
    await controller.send({ ...OPEN, slot: 'b', copy })
    await controller.send()
    expect(controller.drawn().at(-1)).toMatchObject({ step: 10, mix: { step: copy.step, from: 'late' } })
    expect([...(controller.drawn().at(-1)?.pictures.pixels ?? [])]).toEqual(await drawn(copy))
  }
  expect(await drawn(late)).not.toEqual(await drawn(newer))
  const before = controller.freed()
  await controller.send({ type: 'stop', client: 'wall' })
  expect(controller.freed()).toBe(before + 1)
})
