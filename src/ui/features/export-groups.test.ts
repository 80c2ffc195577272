// Exporting clusters: which pictures are requested, and cancelling.
import { expect, test } from 'vitest'
import { makePageCache, PAGE } from '../data/page-cache.ts'
import { tableOf } from './export-groups.ts'

const COUNT = 4 * PAGE
const groups = [
  { cluster: 0, name: 'Moths', images: [3 * PAGE, 1] },
  { cluster: 1, name: 'Cluster 2', images: [2] },
]

/** A cache whose trainer answers every request in order, or none. */
function cacheOf(answers: boolean, keptBytes?: number) {
  const asked: number[] = []
  const cache = makePageCache((id, from, count) => {
    asked.push(from)
    if (!answers) return
    const paths = Array.from({ length: count }, (_, i) => `${from + i}.png`)
    queueMicrotask(() =>
      cache.receive({ type: 'images', id, from, paths, pictures: { count, size: 1, pixels: new Uint8ClampedArray(4 * count) } }),
    )
  }, keptBytes)
  cache.open(1, COUNT)
  return { cache, asked }
}

test('the table waits for the pages of its images, and requests no others', async () => {
  const { cache, asked } = cacheOf(true)
  const shares: number[] = []
  const table = await tableOf(cache, groups, { signal: new AbortController().signal, onProgress: (share) => shares.push(share) })
  expect(await table.text()).toBe('path,cluster\r\n1.png,Moths\r\n2.png,Cluster 2\r\n192.png,Moths\r\n')
  expect(asked).toEqual([0, 3 * PAGE])
  expect(shares).toEqual([0.5, 1])
})

test('a cancelled export ends at once and requests nothing more', async () => {
  const { cache, asked } = cacheOf(false, 0)
  const cancelled = new AbortController()
  const table = tableOf(cache, groups, { signal: cancelled.signal, onProgress: () => {} })
  cancelled.abort(new Error('cancelled'))
  await expect(table).rejects.toThrow('cancelled')
  expect(asked).toEqual([0, 3 * PAGE])
  const pictures = { count: PAGE, size: 1, pixels: new Uint8ClampedArray(4 * PAGE) }
  cache.receive({ type: 'images', id: 1, from: 0, paths: [], pictures })
  expect(cache.picturesOf(0)).toBeNull() // pages that no view shows are evicted
})
