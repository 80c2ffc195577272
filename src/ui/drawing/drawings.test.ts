// What components get drawn: with the example at once, with the run as soon as it can be copied and again as it goes on, and nothing of a run that is gone.
import { beforeEach, expect, test, vi } from 'vitest'
import type { DirectionsInfo } from '../../spec/directions.ts'
import type { GeneratorCopy } from '../../spec/drawing.ts'
import { open, pictures, report } from '../app/test-support.ts'
import type { Drawing } from './drawings.ts'

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://page/' })
  return () => vi.unstubAllGlobals()
})

const points = [{ blend: { kind: 'point', point: { seed: 1 } } }] as const
const live: Drawing = { with: { generator: { snapshot: null } }, points, eased: true }
const of = (file: string): Drawing => ({ ...live, with: { generator: { snapshot: file } } })
const copyAt = (step: number): GeneratorCopy => ({ step, description: '', numbers: new ArrayBuffer(0) })

/** A page with a run that trains and has drawn samples. */
function training() {
  const page = open()
  page.ready()
  page.actions.train()
  const { number } = page.store.getState().run
  const emit = page.emit
  emit({ type: 'state', run: number, state: 'running' })
  emit({ type: 'step', run: number, report: report(1) })
  const samples = (step: number) => emit({ type: 'samples', run: number, grid: { step, seeds: [], pictures } })
  const copies = () => page.sent.flatMap((command) => (command.type === 'copy-generator' ? [command] : []))
  const answer = (step: number) => emit({ type: 'generator-copied', id: copies().at(-1)?.id ?? 0, copy: copyAt(step) })
  samples(1)
  return { ...page, number, samples, copies, answer }
}

const types = (page: ReturnType<typeof open>) => page.drawing.sent.map(({ type }) => type)

test('nothing is asked for as long as nothing is drawn', () => {
  const page = training()
  page.samples(2)
  expect(page.copies()).toEqual([])
  expect(page.drawing.sent).toEqual([])
})

test('the example is opened once, without the trainer', () => {
  const page = open()
  page.drawings.draw('wall', { ...live, with: { generator: 'example' } })
  page.drawings.draw('studio', { ...live, with: { generator: 'example' } })
  expect(types(page)).toEqual(['open-example', 'draw', 'draw'])
  expect(page.drawing.sent[0]).toEqual({ type: 'open-example', slot: 'example', base: 'http://page/' })
  expect(page.types()).not.toContain('copy-generator')
})

test('the run is copied when it is first drawn with, and again when it has drawn new samples, one copy at a time', () => {
  const page = training()
  page.drawings.draw('wall', live)
  expect(page.copies()).toMatchObject([{ source: { run: page.number, snapshot: null } }])
  page.samples(50)
  page.samples(100)
  expect(page.copies()).toHaveLength(1)
  page.answer(30)
  expect(page.copies()).toHaveLength(2) // it has drawn since it was asked for
  page.answer(100)
  expect(types(page)).toEqual(['training', 'draw', 'open', 'open'])
  page.samples(100) // other seeds at the same step
  expect(page.copies()).toHaveLength(2)
  page.drawings.stop('wall')
  page.samples(150)
  expect(page.copies()).toHaveLength(2)
  page.drawings.draw('wall', live)
  expect(page.copies()).toHaveLength(3)
})

test('a view has the pictures of its own requests, of earlier ones while it is dragged, and says what draws', () => {
  const page = training()
  const seen: number[] = []
  page.drawings.subscribe('wall', () => seen.push(page.drawings.view('wall').pictures?.count ?? 0))
  page.drawings.draw('wall', live)
  page.answer(1)
  const slot = page.drawing.sent.find(({ type }) => type === 'open')
  if (slot?.type !== 'open') throw new Error('nothing is open')
  page.drawing.tell({ type: 'opened', slot: slot.slot, step: 1, size: 32, device: 'WebAssembly' })
  const request = (client: string) => {
    const last = page.drawing.sent.findLast((message) => message.type === 'draw' && message.client === client)
    return last?.type === 'draw' ? last.request : 0
  }
  const first = request('wall')
  const drawn = { type: 'drawn', client: 'wall', step: 1, points: [{ seed: 1 }], milliseconds: 3 } as const
  page.drawing.tell({ ...drawn, request: first, pictures: { ...pictures, count: 1 }, arrived: true })
  expect(page.drawings.view('wall')).toMatchObject({ device: 'WebAssembly', step: 1, arrived: true, pictures: { count: 1 }, problem: null })
  page.drawings.draw('wall', { ...live, points: [...points, ...points] })
  expect(page.drawings.view('wall').arrived).toBe(false)
  page.drawing.tell({ ...drawn, request: first, pictures: { ...pictures, count: 2 }, arrived: true })
  expect(page.drawings.view('wall')).toMatchObject({ arrived: false, pictures: { count: 2 } })
  expect(seen.at(-1)).toBe(2)
  page.drawing.tell({ type: 'failed', client: 'wall', message: 'No.' })
  expect(page.drawings.view('wall').problem).toBe('No.')
  page.drawings.stop('wall')
  page.drawings.draw('wall', live)
  page.drawing.tell({ ...drawn, request: first, pictures: { ...pictures, count: 3 }, arrived: true }) // from before
  expect(page.drawings.view('wall').pictures).toBeNull()
})

test('another run takes the place of the one before, whose generators are closed', () => {
  const page = training()
  page.drawings.draw('wall', live)
  page.answer(1)
  page.actions.reset()
  page.actions.train()
  const { number } = page.store.getState().run
  page.emit({ type: 'state', run: number, state: 'running' })
  page.emit({ type: 'samples', run: number, grid: { step: 1, seeds: [], pictures } })
  expect(page.copies().at(-1)?.source).toEqual({ run: number, snapshot: null })
  const closed = page.drawing.sent.flatMap((message) => (message.type === 'close' ? [message.slot] : []))
  expect(closed).toEqual([`run ${page.number}`, `run ${page.number + 1}`]) // a reset counts too
  expect(page.drawing.sent.at(-1)).toMatchObject({ type: 'draw', from: { slot: `run ${number}` } })
})

test('a few snapshots that were looked at stay open, the others are closed, the one that was used longest ago first', () => {
  const page = training()
  const files = ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', 'h', 'b'] // a has been used since b and c
  for (const file of files) {
    page.drawings.draw('studio', of(file))
    if (page.drawing.sent.every((message) => message.type !== 'open' || !message.slot.endsWith(file))) page.answer(1)
  }
  expect(page.copies().map(({ source }) => source.snapshot)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'b'])
  const closed = page.drawing.sent.flatMap((message) => (message.type === 'close' ? [message.slot.at(-1)] : []))
  expect(closed).toEqual(['b', 'c'])
})

test('why a copy is not made is said, and the run that begins after a failure of the trainer is copied', () => {
  const page = training()
  page.drawings.draw('wall', live)
  const id = page.copies().at(-1)?.id ?? 0
  page.emit({ type: 'generator-not-copied', id, sentence: 'There is no room.' })
  expect(page.drawings.view('wall').problem).toBe('There is no room.')
  page.samples(20)
  expect(page.copies()).toHaveLength(2)
  page.emit({ type: 'failed', run: page.number, failure: { reason: 'worker-lost', message: '', advice: '' } })
  page.actions.reset()
  page.actions.train()
  const { number } = page.store.getState().run
  page.emit({ type: 'state', run: number, state: 'running' })
  page.emit({ type: 'samples', run: number, grid: { step: 1, seeds: [], pictures } })
  expect(page.copies().at(-1)?.source.run).toBe(number)
})

test('directions of the state before stay until those of the next one are known, and a search says how far it is', () => {
  const page = open()
  const found = () => page.drawings.directions('example')
  const tell = (directions: DirectionsInfo | null, zoned: boolean, search: number | null) =>
    page.drawing.tell({ type: 'directions', slot: 'example', directions, zoned, search })
  const [first, second] = [0.5, 0.25].map((share): DirectionsInfo => ({ pc: [{ share }], cf: [] })) as [DirectionsInfo, DirectionsInfo]
  expect(found()).toBeNull()
  tell(null, false, 0.5)
  expect(found()).toMatchObject({ directions: null, zoned: false, search: { share: 0.5, left: null } })
  tell(first, false, 0)
  expect(found()).toMatchObject({ directions: first, zoned: false, search: { share: 0 } })
  tell(first, true, null)
  tell(null, false, 0.1)
  expect(found()).toMatchObject({ directions: first, zoned: true, search: { share: 0.1 } })
  tell(second, false, 0)
  expect(found()).toMatchObject({ directions: second, zoned: true })
  page.drawings.findDirections('example')
  page.drawings.cancelDirections('example')
  expect(page.drawing.sent).toEqual([
    { type: 'find-directions', slot: 'example' },
    { type: 'cancel-directions', slot: 'example' },
  ])
})

test('the time that a search takes follows from its last seconds, those of its present part', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const page = open()
  const left = (search: number, seconds: number) => {
    vi.advanceTimersByTime(1000 * seconds)
    page.drawing.tell({ type: 'directions', slot: 'example', directions: null, zoned: false, search })
    return page.drawings.directions('example')?.search?.left
  }
  expect([left(0, 0), left(0.25, 2), left(0.5, 2)]).toEqual([null, 6, 4])
  expect(left(0, 1)).toBeNull()
  vi.useRealTimers()
})
