// Directions and mixes as the drawing Worker finds and draws them.
import { expect, test, vi } from 'vitest'
import { pointCode } from '../../gan/latent/codes.ts'
import { findDirections } from '../../player/directions/find-directions.ts'
import { drawPoints } from '../../player/draw-points.ts'
import { mixModels } from '../../player/mix.ts'
import type { EditedBlend } from '../../spec/blends.ts'
import type { DirectionEdit, LatentPoint } from '../../spec/picture-code.ts'
import { at, drawOf, modelOf, normedCopy, openDesk, pictureOf, tinyCopy } from './test-support.ts'

const COPY = normedCopy()
const OPEN = { type: 'open', slot: 'a', copy: COPY } as const
const FIND = { type: 'find-directions', slot: 'a', wanted: true } as const
const ALONG: DirectionEdit = { set: 'pc', index: 0, sigmas: 1.5 }
const EARLY: DirectionEdit = { set: 'cf', index: 1, sigmas: -2, zone: 'early' }
const along = (...directions: DirectionEdit[]): EditedBlend => ({ ...at({ seed: 1 }), directions })

type Desk = ReturnType<typeof openDesk>
const answers = ({ said }: Desk) => said.flatMap((message) => (message.type === 'directions' ? message : []))
const arrived = (desk: Desk) => vi.waitFor(() => expect(desk.drawn().at(-1)?.arrived).toBe(true), { timeout: 20_000 })
const pixels = (desk: Desk) => desk.drawn().at(-1)?.pictures.pixels

const model = modelOf(COPY)
const found = findDirections(model, { zones: true })
const wanted = async (directions: DirectionEdit[]) => {
  return drawPoints({ ...model, directions: await found }, [{ seed: 1, directions }]).pixels
}

test('directions are found in the background: their shares first, and all of it with those of layers', async () => {
  const desk = openDesk()
  await desk.send(FIND, OPEN)
  await vi.waitFor(() => expect(answers(desk).at(-1)?.share).toBe(1), { timeout: 20_000 })
  const shares = answers(desk).map(({ share }) => share)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(answers(desk)[0]?.directions).toBeNull()
  expect(answers(desk).find(({ directions }) => directions)?.share).toBeLessThan(1)
  const { pc = [], cf = [] } = answers(desk).at(-1)?.directions ?? {}
  expect([pc.length, cf.length]).toEqual([3, 3])
  expect(pc.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 3)
  const before = answers(desk).length
  await desk.send(FIND)
  expect(answers(desk).slice(before)).toEqual([answers(desk)[before - 1]]) // at once, and not found again
})

test.each([
  ['the latent', ALONG],
  ['early layers', EARLY],
])('a picture that goes along one waits until it is known: of %s', async (_, edit) => {
  const desk = openDesk()
  await desk.send(OPEN, drawOf([along(edit)]))
  await arrived(desk)
  expect(desk.drawn()).toHaveLength(1) // nothing before
  expect(pixels(desk)).toEqual(await wanted([edit]))
  expect(desk.drawn().at(-1)?.points).toMatchObject([{ seed: 1, directions: [edit] }])
})

test('another generator in the slot has its own', async () => {
  const desk = openDesk()
  await desk.send(OPEN, drawOf([along(ALONG)]))
  await arrived(desk)
  const other = normedCopy(3, 20)
  await desk.send({ ...OPEN, copy: other })
  await vi.waitFor(() => expect(desk.drawn().at(-1)).toMatchObject({ step: 20, arrived: true }), { timeout: 20_000 })
  const directions = await findDirections(modelOf(other), { zones: false })
  expect(pixels(desk)).toEqual(drawPoints({ ...modelOf(other), directions }, [{ seed: 1, directions: [ALONG] }]).pixels)
  expect(answers(desk).filter(({ share, directions: known }) => share === 0 && known === null).length).toBeGreaterThan(1)
})

test('a search that nobody wants any more ends', async () => {
  const desk = openDesk()
  await desk.send(OPEN)
  await desk.send(FIND, { ...FIND, wanted: false })
  expect(answers(desk).at(-1)).toMatchObject({ share: 0, directions: null })
  const said = answers(desk).length
  await desk.send(drawOf([at({ seed: 2 })]))
  await arrived(desk)
  expect(answers(desk)).toHaveLength(said)
})

test('a generator without norms has none, which is said', async () => {
  const desk = openDesk()
  await desk.send({ ...OPEN, copy: tinyCopy() }, FIND)
  await vi.waitFor(() => expect(desk.said.at(-1)).toMatchObject({ type: 'failed', slot: 'a' }), { timeout: 20_000 })
})

test('a mix has early layers of one generator and later ones of another, also once one of them is replaced', async () => {
  const desk = openDesk()
  const point: LatentPoint = { seed: 1 }
  const draw = { ...drawOf([at(point)]), from: { slot: 'a', mix: { slot: 'b', from: 'middle' } } } as const
  const mixOf = (late: typeof COPY) => [...drawPoints(mixModels(model, modelOf(late), 'middle'), [point]).pixels]
  await desk.send(OPEN, draw)
  expect(desk.drawn()).toEqual([])
  await desk.send({ ...OPEN, slot: 'b', copy: normedCopy(2, 20) })
  await arrived(desk)
  expect(desk.drawn().at(-1)).toMatchObject({ step: 10, mix: { step: 20, from: 'middle' } })
  expect([...(pixels(desk) ?? [])]).toEqual(mixOf(normedCopy(2, 20)))
  expect(mixOf(normedCopy(2, 20))).not.toEqual(await pictureOf(pointCode(point, model), COPY))
  await desk.send({ ...OPEN, slot: 'b', copy: normedCopy(5, 30) })
  await vi.waitFor(() => expect(desk.drawn().at(-1)?.mix?.step).toBe(30))
  expect([...(pixels(desk) ?? [])]).toEqual(mixOf(normedCopy(5, 30)))
  await desk.send({ type: 'close', slot: 'b' }, { ...draw, request: draw.request + 100 })
  expect(desk.drawn().at(-1)?.request).toBe(draw.request)
})
