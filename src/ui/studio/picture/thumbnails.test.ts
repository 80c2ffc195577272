// The small pictures of the studio: drawn a few at a time, each as long as it is wanted, and anew by another generator.
import { expect, test } from 'vitest'
import type { Pictures } from '../../../spec/image-block.ts'
import type { Drawing, DrawingView } from '../../drawing/drawings.ts'
import { makeThumbnails, thumbnailKey } from './thumbnails.ts'

const NOW = { generator: { snapshot: null } } as const
const keyOf = (seed: number) => thumbnailKey({ blend: { kind: 'point', point: { seed } } })

/** Draws each picture as one pixel of its seed, whenever `finish` is called. */
function open() {
  const asked: number[][] = []
  const view: { current: DrawingView } = {
    current: { pictures: null, points: [], step: null, mix: null, arrived: false, milliseconds: null, device: null, problem: null },
  }
  let listener = () => {}
  const thumbnails = makeThumbnails({
    draw(_, { points }: Drawing) {
      asked.push(points.map(({ blend }) => (blend.kind === 'point' ? blend.point.seed : -1)))
      view.current = { ...view.current, arrived: false, problem: null }
    },
    stop: () => {},
    view: () => view.current,
    subscribe(_, wanted) {
      listener = wanted
      return () => {
        listener = () => {}
        return true
      }
    },
  })
  const stop = thumbnails.start()
  function finish(problem: string | null = null) {
    const seeds = asked.at(-1) ?? []
    const pixels = new Uint8ClampedArray(seeds.flatMap((seed) => [seed, 0, 0, 255]))
    const pictures: Pictures = { count: seeds.length, size: 1, pixels }
    view.current = { ...view.current, pictures, arrived: problem === null, problem }
    listener()
  }
  const red = (seed: number) => thumbnails.pictureOf(keyOf(seed))?.pixels[0] ?? null
  return { ...thumbnails, asked, finish, red, stop }
}

test('pictures are drawn four at a time, those that are wanted early first', () => {
  const { want, drawWith, asked, finish, red } = open()
  for (const seed of [1, 2, 3, 4, 5]) want(keyOf(seed), false)
  for (const seed of [6, 7]) want(keyOf(seed), true)
  drawWith(NOW, 1)
  finish()
  finish()
  finish()
  expect(asked).toEqual([[6, 7], [1, 2, 3, 4], [5]])
  expect([red(6), red(7), red(4), red(5)]).toEqual([6, 7, 4, 5])
})

test('one is drawn again by another generator, and stays as it was until then', () => {
  const { want, drawWith, asked, finish, red } = open()
  want(keyOf(9), true)
  drawWith(NOW, 1)
  finish()
  drawWith(NOW, 2)
  expect(red(9)).toBe(9)
  expect(asked).toEqual([[9], [9]])
  finish()
  drawWith(NOW, 2)
  expect(asked).toHaveLength(2)
})

test('nothing is drawn for nobody, and nothing late while it is held', () => {
  const { want, drawWith, hold, asked, finish } = open()
  drawWith(NOW, 1)
  const unwant = want(keyOf(1), true)
  finish()
  unwant()
  drawWith(NOW, 2)
  expect(asked).toEqual([[1]])
  hold(true)
  want(keyOf(2), false)
  expect(asked).toEqual([[1]])
  hold(false)
  expect(asked).toEqual([[1], [2]])
})

test('what cannot be drawn is not asked for again and again', () => {
  const { want, drawWith, asked, finish, red } = open()
  want(keyOf(3), true)
  drawWith(NOW, 1)
  finish('There is no generator.')
  expect([asked, red(3)]).toEqual([[[3]], null])
})

test('stopped in the middle of drawing and started again, it draws what is still wanted', () => {
  const { want, drawWith, stop, start, finish, asked, red } = open()
  want(keyOf(5), true)
  drawWith(NOW, 1)
  stop()
  finish()
  expect(red(5)).toBeNull()
  start()
  finish()
  expect([asked, red(5)]).toEqual([[[5], [5]], 5])
})
