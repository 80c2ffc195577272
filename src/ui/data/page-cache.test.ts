// The cache of pictures: what it requests, keeps and evicts.
import { expect, test } from 'vitest'
import { makePageCache, PAGE } from './page-cache.ts'

const COUNT = 10 * PAGE + 5
/** Bytes of a page of 1 px pictures. */
const PAGE_BYTES = 4 * PAGE

function open(keptBytes = PAGE_BYTES * 100) {
  const asked: { id: number; from: number; count: number }[] = []
  const cache = makePageCache((id, from, count) => asked.push({ id, from, count }), keptBytes)
  cache.open(1, COUNT)
  const answer = () => {
    const request = asked.shift()
    if (request === undefined) throw new Error('nothing was asked')
    const { id, from, count } = request
    const pictures = { count, size: 1, pixels: new Uint8ClampedArray(4 * count) }
    cache.receive({ type: 'images', id, from, pictures, paths: Array.from({ length: count }, (_, i) => `${from + i}.jpg`) })
    return from / PAGE
  }
  const answerAll = () => {
    const pages: number[] = []
    while (asked.length > 0) pages.push(answer())
    return pages
  }
  return { cache, asked, answer, answerAll }
}

const firstOf = (...pages: number[]) => pages.map((page) => page * PAGE)

test('only visible pages are requested, once, and the last one with its actual length', () => {
  const { cache, asked, answerAll } = open()
  expect(asked).toEqual([])
  cache.want('sheet', [0, 1, PAGE - 1, COUNT - 1])
  cache.want('sheet', [0, 1, PAGE - 1, COUNT - 1])
  expect(asked).toEqual([
    { id: 1, from: 0, count: PAGE },
    { id: 1, from: 10 * PAGE, count: 5 },
  ])
  answerAll()
  expect(cache.picturesOf(1)).toBe(cache.picturesOf(PAGE - 1))
  expect([cache.picturesOf(COUNT - 1)?.count, cache.picturesOf(PAGE)]).toEqual([5, null])
  expect(cache.pathOf(COUNT - 1)).toBe(`${COUNT - 1}.jpg`)
  cache.want('sheet', [2])
  expect(asked).toEqual([])
})

test('pages scrolled past before their turn are never requested', () => {
  const { cache, answerAll } = open()
  cache.want('sheet', firstOf(0, 1, 2, 3, 4, 5))
  cache.want('sheet', firstOf(8, 9))
  expect(answerAll()).toEqual([0, 1, 2, 8, 9])
})

test('the images of all views are loaded', () => {
  const { cache, answerAll } = open()
  cache.want('sheet', firstOf(0))
  cache.want('findings', firstOf(7))
  expect(answerAll()).toEqual([0, 7])
})

test('beyond its limit the cache evicts the least recently seen pages', () => {
  const { cache, answerAll } = open(2 * PAGE_BYTES)
  const look = (...pages: number[]) => {
    cache.want('sheet', firstOf(...pages))
    answerAll()
  }
  for (const page of [0, 1, 0, 2]) look(page)
  look(3, 4, 5, 6) // visible pages do not count
  const here = () => Array.from({ length: 10 }, (_, page) => page).filter((page) => cache.picturesOf(page * PAGE) !== null)
  expect(here()).toEqual([0, 2, 3, 4, 5, 6])
  look(9)
  expect(here()).toEqual([5, 6, 9])
  expect(cache.pathOf(0)).toBe('0.jpg') // paths are small: they stay
})

test('a page that arrives when it is no longer visible evicts no visible one', () => {
  const { cache, answer } = open(0)
  cache.want('sheet', firstOf(0, 5))
  answer()
  cache.want('sheet', firstOf(0))
  expect(answer()).toBe(5)
  expect([cache.picturesOf(0)?.count, cache.picturesOf(5 * PAGE)]).toEqual([PAGE, null])
})

test('all paths are read on demand, after the visible pages, with notifications in coarse steps', () => {
  const { cache, answer, answerAll } = open()
  cache.wantPaths(true)
  cache.want('sheet', firstOf(9))
  expect([answer(), answer(), answer()]).toEqual([0, 1, 2])
  expect(answer()).toBe(9)
  expect(cache.pathsRead()).toBe(0)
  answerAll()
  expect(cache.pathsRead()).toBe(COUNT)
  expect(Array.from({ length: COUNT }, (_, i) => cache.pathOf(i))).not.toContain(undefined)
})

test('another set starts empty, and late pages of the previous one are dropped', () => {
  const { cache, asked, answer } = open()
  let notified = 0
  const stop = cache.subscribe(() => void notified++)
  cache.want('sheet', [0])
  cache.open(2, PAGE)
  cache.want('sheet', [0])
  answer() // of the last set
  expect([cache.picturesOf(0), cache.pathOf(0), notified]).toEqual([null, undefined, 1])
  expect(asked).toEqual([{ id: 2, from: 0, count: PAGE }])
  cache.open(2, PAGE) // the same set with other images left out
  answer()
  expect(cache.picturesOf(0)).not.toBeNull()
  expect(notified).toBe(2)
  stop()
})
