// The set is the same whatever pool prepares its files: one that is slow, finishes in another order, or loses a Worker.
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { CancelledError } from '../spec/cancel.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import type { Collection } from './collection.ts'
import { ImportWorkerLostError } from './errors.ts'
import { fingerprint } from './fingerprint.ts'
import type { Decode } from './image.ts'
import { prepareImages } from './import.ts'
import { type ImportFile, type ImportPool, type ImportResult, localImportPool, type OpenImportPool } from './import-pool.ts'
import type { SourceFile } from './sources.ts'

// As in import.ts: the language itself has no timers.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown

const SIZE = 16
const preparation: Preparation = { ...DEFAULT_PREPARATION, size: SIZE }

/** A GIF as far as the headers go; its grey lies behind its end, where `decode` finds it. */
function picture(grey: number): Uint8Array {
  const header = [...strToU8('GIF89a', true), 16, 0, 16, 0, 0, 0, 0]
  return Uint8Array.from([...header, 0x2c, 0, 0, 0, 0, 16, 0, 16, 0, 0, 2, 0, grey >> 8, grey & 255])
}

const decode: Decode = async (bytes) => {
  const pixels = new Uint8Array(SIZE * SIZE * 4).map((_, i) => (i % 4 === 3 ? 255 : (bytes.at(-1) as number)))
  return { width: SIZE, height: SIZE, pixels }
}

function file(path: string, bytes: Uint8Array): SourceFile {
  return { path, size: bytes.length, read: async (from, to) => Uint8Array.from(bytes.subarray(from, to)).buffer }
}

/** A local pool with another `prepare`. */
function poolWith(
  concurrency: number,
  prepare: (batch: readonly ImportFile[], pool: ImportPool) => Promise<readonly ImportResult[]>,
): OpenImportPool {
  return (wanted) => {
    const pool = localImportPool(decode)(wanted)
    return { concurrency, prepare: (batch) => prepare(batch, pool), end: () => pool.end() }
  }
}

const number = (i: number) => String(i).padStart(4, '0')
/** Some 600 files, every 50th a text, every 60th a copy of the first; half of them in a zip. */
function manyFiles(): SourceFile[] {
  const bytesOf = (i: number) => (i % 50 === 49 ? strToU8('text') : picture(i % 60 === 59 ? 0 : i))
  const loose = Array.from({ length: 300 }, (_, i) => file(`loose/${number(i)}.gif`, bytesOf(i)))
  const packed = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${number(299 - i)}.gif`, bytesOf(300 + i)]))
  return [...loose, file('packed.zip', zipSync(packed))]
}

/** Comparing 150,000 numbers one by one takes seconds, and printing how they differ minutes. */
const inShort = (set: Collection) => ({ ...set, images: fingerprint(set.images) })

test('a concurrency of one and of four, finishing in random order, give the same set, findings and order', async () => {
  const files = manyFiles()
  const straight = await prepareImages(
    files,
    preparation,
    poolWith(1, (batch, pool) => pool.prepare(batch)),
    { name: 'x' },
  )
  let turn = 0
  const scrambled = poolWith(4, async (batch, pool) => {
    const results = await pool.prepare(batch)
    const delay = (turn++ * 7) % 5
    await new Promise<void>((resume) => setTimeout(resume, delay))
    return results
  })
  expect(inShort(await prepareImages(files.toReversed(), preparation, scrambled, { name: 'x' }))).toEqual(inShort(straight))
  expect(straight.count).toBe(588)
  expect(straight.findings).toHaveLength(12 + 8) // two of the copies are texts
  expect(straight.leftOut.size).toBe(8)
})

test('copies of a file are prepared, named after the first one and left out', async () => {
  const files = [file('b/copy.gif', picture(1)), file('a.gif', picture(1)), file('c.gif', picture(2)), file('z.gif', picture(1))]
  const set = await prepareImages(files, preparation, localImportPool(decode), { name: 'x' })
  expect(set.paths).toEqual(['a.gif', 'b/copy.gif', 'c.gif', 'z.gif'])
  expect([...set.leftOut]).toEqual([1, 3])
  expect(set.findings).toEqual([
    { path: 'b/copy.gif', kind: 'duplicate', sentence: 'The same file as a.gif.', image: 1 },
    { path: 'z.gif', kind: 'duplicate', sentence: 'The same file as a.gif.', image: 3 },
  ])
})

test('of identical files the one that is not named as a copy stays, or else the one with the shortest path', async () => {
  const groups = [
    ['DSC_1001 (copy).JPG', 'DSC_1001.JPG'],
    ['bird/ship-copy-0000.jpg', 'ship/0000.jpg'],
    ['archive/2019/0001.jpg', '0001.jpg', 'z.jpg'],
    ['a (2).jpg', 'holiday/copyright.jpg'],
  ]
  const files = groups.flatMap((paths, i) => paths.map((path) => file(path, picture(i + 1))))
  const { findings, leftOut, paths } = await prepareImages(files, preparation, localImportPool(decode), { name: 'x' })
  const stays = paths.filter((_, image) => !leftOut.has(image))
  expect(stays).toEqual(['DSC_1001.JPG', 'holiday/copyright.jpg', 'ship/0000.jpg', 'z.jpg'])
  expect(findings.map(({ path, sentence }) => `${path}: ${sentence}`)).toEqual([
    '0001.jpg: The same file as z.jpg.',
    'DSC_1001 (copy).JPG: The same file as DSC_1001.JPG.',
    'a (2).jpg: The same file as holiday/copyright.jpg.',
    'archive/2019/0001.jpg: The same file as z.jpg.',
    'bird/ship-copy-0000.jpg: The same file as ship/0000.jpg.',
  ])
})

test('a file that crashes its Worker is refused, the others of its batch are used', async () => {
  let deaths = 0
  const mortal = poolWith(2, (batch, pool) => {
    if (!batch.some(({ bytes }) => bytes.at(-1) === 13)) return pool.prepare(batch)
    deaths++
    for (const { bytes } of batch) new Uint8Array(bytes.buffer).fill(0) // its bytes were transferred
    return Promise.reject(new ImportWorkerLostError('gone'))
  })
  const files = Array.from({ length: 40 }, (_, i) => file(`${number(i)}.gif`, picture(i)))
  const loose = await prepareImages(files, preparation, mortal, { name: 'x' })
  const sentence = 'Decoding it broke off, most likely for want of memory: make the picture smaller.'
  expect(loose.findings).toEqual([{ path: '0013.gif', kind: 'unfit', sentence, image: null }])
  expect(loose.count).toBe(39)
  expect(deaths).toBe(2)
  const zip = zipSync(Object.fromEntries(files.map(({ path }, i) => [path, picture(i)])), { level: 0 })
  const packed = await prepareImages(
    [file('all.zip', zip)],
    preparation,
    poolWith(2, (batch, pool) =>
      batch.some(({ bytes, packed: entry }) => bytes[30 + 8 + (entry?.size ?? 0) - 1] === 13)
        ? Promise.reject(new ImportWorkerLostError('gone'))
        : pool.prepare(batch),
    ),
    { name: 'x' },
  )
  expect(packed.findings).toEqual(loose.findings)
  expect(packed.images).toEqual(loose.images)
})

test('a picture for which there is not enough memory is refused; the import goes on', async () => {
  const tight: Decode = (bytes, format) =>
    bytes.at(-1) === 13 ? Promise.reject(new RangeError('Array buffer allocation failed')) : decode(bytes, format)
  const files = Array.from({ length: 40 }, (_, i) => file(`${number(i)}.gif`, picture(i)))
  const { count, findings } = await prepareImages(files, preparation, localImportPool(tight), { name: 'x' })
  expect(count).toBe(39)
  expect(findings).toMatchObject([{ path: '0013.gif', kind: 'unfit', sentence: expect.stringContaining('want of memory') }])
})

test('a pool that never answers is ended when the import is cancelled', async () => {
  const signal = { aborted: false }
  let ended = false
  const stuck: OpenImportPool = () => ({
    concurrency: 2,
    prepare: () => {
      signal.aborted = true
      return new Promise(() => {})
    },
    end() {
      ended = true
    },
  })
  await expect(prepareImages([file('a.gif', picture(1))], preparation, stuck, { name: 'x', signal })).rejects.toThrow(CancelledError)
  expect(ended).toBe(true)
})

test('a zip is read in parts: the end, the directory, and stretches of files', async () => {
  const entries = Array.from({ length: 100 }, (_, i) => [`${i}.gif`, picture(i)] as const)
  const clutter = ['.hidden', new Uint8Array(5_000_000)] as const
  const zip = zipSync(Object.fromEntries([...entries.slice(0, 50), clutter, ...entries.slice(50)]), { level: 0 })
  const reads: number[] = []
  const watched: SourceFile = {
    ...file('all.zip', zip),
    read: async (from, to) => {
      reads.push(to - from)
      return Uint8Array.from(zip.subarray(from, to)).buffer
    },
  }
  expect((await prepareImages([watched], preparation, localImportPool(decode), { name: 'x' })).count).toBe(100)
  expect(reads).toHaveLength(6)
  const [, , ...listAndRuns] = reads // after a look at what it is, and the end
  expect(Math.max(...listAndRuns)).toBeLessThan(10_000)
})
