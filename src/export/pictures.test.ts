// The zip of pictures: names of its files, what its list says, progress, and giving up.
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { CancelledError } from '../spec/cancel.ts'
import { MAX_ZIPPED_PICTURES } from '../spec/exports.ts'
import type { LatentPoint } from '../spec/picture-code.ts'
import { picturesZip } from './pictures.ts'
import { sheetPng } from './sheet.ts'

const SIZE = 2
const pictures = (count: number) => ({
  count,
  size: SIZE,
  pixels: Uint8ClampedArray.from({ length: count * SIZE * SIZE * 4 }, (_, i) => (i * 37) % 256),
})

function zipped(points: readonly LatentPoint[], classNames: readonly string[] = []) {
  const facts = { run: { id: 'k3f9x2b7', name: 'Shapes' }, step: 7, points, classNames }
  return { pictures: pictures(points.length), facts, factor: 2, smooth: false }
}

test('it has a PNG for each picture, named by its seed and class, and a list with the code of each', async () => {
  const content = zipped(
    [
      { seed: 42, class: 0 },
      { seed: 1234567, class: 1 },
      { seed: 0, class: 2 },
    ],
    ['Red car', '“x/y”: ../é', '…'],
  )
  const files = unzipSync(await picturesZip(content))
  const names = ['seed-000042-red-car.png', 'seed-1234567-x-y-é.png', 'seed-000000-class.png']
  expect(Object.keys(files)).toEqual([...names, 'seeds.json'])
  expect(JSON.parse(strFromU8(files['seeds.json'] as Uint8Array))).toEqual({
    run: 'Shapes',
    step: 7,
    pictures: [
      { file: names[0], code: 'k3f9x2-7-42-c1', seed: 42, class: 'Red car' },
      { file: names[1], code: 'k3f9x2-7-1234567-c2', seed: 1234567, class: '“x/y”: ../é' },
      { file: names[2], code: 'k3f9x2-7-0-c3', seed: 0, class: '…' },
    ],
  })
  const second = { count: 1, size: SIZE, pixels: content.pictures.pixels.slice(16, 32) }
  const facts = { ...content.facts, points: [{ seed: 1234567, class: 1 }] }
  expect(files[names[1] as string]).toEqual(sheetPng({ pictures: second, columns: 1, factor: 2, smooth: false, facts }))
})

test('pictures of one seed, and classes whose names are alike, do not overwrite each other', async () => {
  const points = [{ seed: 1, class: 0 }, { seed: 1, class: 1 }, { seed: 1 }, { seed: 1, loop: { radius: 1, at: 0.5 } }]
  const files = unzipSync(await picturesZip(zipped(points, ['Cat', 'cat!'])))
  const names = Object.keys(files).slice(0, 4)
  expect(names).toEqual(['seed-000001-cat.png', 'seed-000001-cat~2.png', 'seed-000001.png', 'seed-000001~2.png'])
})

test('the same pictures give the same bytes, progress ends at 1, and whoever gives up gets nothing', async () => {
  const points = Array.from({ length: 5 }, (_, seed) => ({ seed }))
  const shares: number[] = []
  const bytes = await picturesZip(zipped(points), { onProgress: (share) => shares.push(share) })
  expect(await picturesZip(zipped(points))).toEqual(bytes)
  expect(shares).toEqual([0.2, 0.4, 0.6, 0.8, 1, 1])
  const signal = { aborted: false }
  const many = zipped(Array.from({ length: MAX_ZIPPED_PICTURES }, (_, seed) => ({ seed })))
  const given = picturesZip(many, { signal, onProgress: () => Object.assign(signal, { aborted: true }) })
  await expect(given).rejects.toThrow(CancelledError)
})

test('more pictures than fit in memory are refused', async () => {
  await expect(picturesZip(zipped(Array.from({ length: MAX_ZIPPED_PICTURES + 1 }, (_, seed) => ({ seed }))))).rejects.toThrow(RangeError)
})
