// The wall of a run with classes: its layouts, its pages, the enlarged sample, and what stays of them where nothing more can be drawn.
import { expect, test, vi } from 'vitest'
import { viewOf } from '../app/action.ts'
import { open, pictures } from '../app/test-support.ts'
import { endActions } from '../latent/actions.ts'
import { sampleActions } from './actions.ts'
import { cellsOf, MIXED, type WallView } from './wall-view.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const ROWS: WallView = { kind: 'rows', from: 0 }

/** A paused run that has drawn its first wall, with as many classes; the last of them has no image. */
function drawn(count: number) {
  const page = open()
  page.ready()
  page.actions.train()
  const run = page.store.getState().run.number
  const names = Array.from({ length: count }, (_, i) => `kind ${i}`)
  const [ofImages, confidence] = [new Int32Array(0), new Float32Array(0)]
  const find = (counts: readonly number[], step = 0) => {
    const classes = { conditioning: 'clusters', names, counts, step, ofImages, confidence, accuracy: null } as const
    page.emit({ type: 'classes', run, classes })
  }
  const counts = names.map((_, i) => (i === count - 1 ? 0 : 10))
  find(counts)
  const filled = counts.flatMap((images, i) => (images > 0 ? i : []))
  const draw = (view: WallView, first = 1) => {
    const cells = cellsOf(view, first, filled)
    const following = cells.seeds.map((seed) => (seed * 7) % (count - 1))
    page.emit({ type: 'samples', run, grid: { step: 1, pictures, classes: following, ...cells } })
  }
  draw(MIXED)
  page.emit({ type: 'state', run, state: 'paused' })
  const asked = () => page.sent.filter(({ type }) => type === 'show-samples').at(-1)
  return { ...page, run, find, draw, asked, samples: () => page.store.getState().samples }
}

test('by class, a row of the same seeds is asked for of each class that has images, and pages turn by eight seeds', () => {
  const { actions, asked, run } = drawn(4)
  actions.showView(ROWS)
  expect(asked()).toEqual({ type: 'show-samples', run, ...cellsOf(ROWS, 1, [0, 1, 2]) })
  actions.turnPage(1)
  expect(asked()).toEqual({ type: 'show-samples', run, ...cellsOf(ROWS, 9, [0, 1, 2]) })
  actions.showView({ kind: 'one', class: 2 })
  expect(asked()).toEqual({ type: 'show-samples', run, ...cellsOf({ kind: 'one', class: 2 }, 1, [0, 1, 2]) })
  actions.showView(MIXED)
  expect(asked()).toEqual({ type: 'show-samples', run, ...cellsOf(MIXED, 1, [0, 1, 2]) })
})

test('of many classes eight are shown at a time, and turning ends at the first and the last', () => {
  const { actions, asked, store } = drawn(13)
  const blocked = (by: 1 | -1) => viewOf(sampleActions.turnClasses, store.getState(), by).blocked
  actions.showView(ROWS)
  expect([blocked(-1), blocked(1)]).toEqual(['There are no more classes there.', null])
  actions.turnClasses(1)
  expect(asked()).toMatchObject({ classes: [8, 9, 10, 11].flatMap((each) => Array<number>(8).fill(each)) })
  expect([blocked(-1), blocked(1)]).toEqual([null, 'There are no more classes there.'])
})

test('where classes that are found anew are others, the rows of these are asked for, whatever is shown meanwhile', () => {
  const { actions, find, asked, samples, run, draw } = drawn(12)
  actions.showView({ kind: 'rows', from: 8 })
  draw({ kind: 'rows', from: 8 })
  const before = asked()
  find([...Array<number>(11).fill(9), 0], 1000) // of the same classes
  expect(asked()).toBe(before)
  actions.pin('snapshot-1')
  find([...Array<number>(9).fill(9), 0, 0, 40], 2000)
  expect(asked()).toEqual({ type: 'show-samples', run, ...cellsOf({ kind: 'rows', from: 8 }, 1, [8, 11]) })
  find([...Array<number>(7).fill(9), 0, 0, 0, 0, 0], 3000)
  expect([asked(), samples().view]).toEqual([{ type: 'show-samples', run, ...cellsOf(ROWS, 1, [0, 1, 2, 3, 4, 5, 6]) }, ROWS])
  actions.pin(null)
  actions.showView({ kind: 'one', class: 3 })
  find([9, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0], 4000)
  expect(samples().view).toEqual(ROWS)
  find([120, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 5000)
  expect([samples().view, asked()]).toEqual([MIXED, { type: 'show-samples', run, ...cellsOf(MIXED, 1, [0]) }])
})

test('an enlarged sample keeps its class from seed to seed, on a mixed wall only its seed', () => {
  const { actions, draw, samples, asked } = drawn(4)
  actions.enlarge({ seed: 3, class: 0 })
  expect(samples().enlarged).toEqual({ seed: 3, class: null })
  actions.showView(ROWS)
  draw(ROWS)
  actions.enlarge({ seed: 8, class: 2 })
  expect(samples().enlarged).toEqual({ seed: 8, class: 2 })
  actions.enlarge({ seed: 9, class: 2 })
  expect(asked()).toMatchObject({ seeds: cellsOf(ROWS, 9, [0, 1, 2]).seeds })
})

test('A and B keep the class of their cells, so that the interpolation goes between these pictures', () => {
  const { actions, draw, sent, store } = drawn(4)
  actions.setEnd('a', { seed: 2, class: null })
  expect(store.getState().samples.a).toEqual({ seed: 2, class: 2 }) // as on the wall now
  actions.showView(ROWS)
  draw(ROWS)
  actions.setEnd('b', { seed: 2, class: 1 })
  expect(sent.at(-1)).toMatchObject({ type: 'interpolate', a: 2, b: 2, classes: [2, 1] })
  const pressed = (of: number) => viewOf(endActions.b, store.getState(), { seed: 2, class: of }).pressed
  expect([pressed(1), pressed(2)]).toEqual([true, false])
})

test('a wall of an earlier step cannot be laid out anew, and a run that ended keeps the layout that is drawn', () => {
  const { actions, emit, run, asked, draw, samples } = drawn(4)
  actions.showView(ROWS)
  draw(ROWS)
  actions.pin('snapshot-1')
  actions.showView({ kind: 'one', class: 1 })
  expect([samples().view, asked()]).toEqual([ROWS, { type: 'show-samples', run, ...cellsOf(ROWS, 1, [0, 1, 2]) }])
  actions.pin(null)
  actions.showView(MIXED)
  emit({ type: 'failed', run, failure: { reason: 'worker-lost', message: 'Gone.', advice: 'Restart.' } })
  expect(samples()).toMatchObject({ view: ROWS, first: 1 })
})
