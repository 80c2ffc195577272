// The record of a kept set, written and read again, cut short, old and of other versions.
import { expect, test } from 'vitest'
import type { Collection } from '../data/collection.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import { KeptSetError } from './errors.ts'
import { keptKey, pixelBytes, pixelsOf, readRecord, recordOf, restoreCollection, writeRecord } from './kept-record.ts'

const preparation: Preparation = { ...DEFAULT_PREPARATION, size: 16 }
const SAVED_AT = 1_700_000_000_000

/** Three images with everything a set can carry; the warning's pictures are a view into a larger block. */
function fullSet(): Collection {
  const images = Uint8Array.from({ length: 3 * 16 * 16 * 3 }, (_, i) => (i * 7) % 256)
  const pixels = Uint8ClampedArray.from({ length: 100 + 2 * 4 * 4 * 4 }, (_, i) => i).subarray(100)
  return {
    name: 'Größe 😀/\ud800',
    label: 'Größe 😀',
    images,
    count: 3,
    size: 16,
    channels: 3,
    paths: ['a/1.png', 'a/"2".png', 'b/3 \n.png'],
    leftOut: new Set([2]),
    byHand: new Set([1]),
    findings: [
      { path: 'notes.txt', kind: 'unknown', sentence: 'Not a picture.', image: null },
      { path: 'b/3 \n.png', kind: 'duplicate', sentence: 'The same as a/1.png.', image: 2 },
    ],
    warnings: [
      { kind: 'few', title: 'Few', evidence: '3 images.', pictures: null, remedy: null },
      {
        kind: 'bars',
        title: 'Bars',
        evidence: '80% have bars.',
        pictures: { count: 2, size: 4, pixels },
        remedy: { label: 'Trim bars', changes: { trimBars: true, cropFraction: 0.75 } },
      },
    ],
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** A record as it is read from a file. */
const written = (changes: object = {}): unknown =>
  JSON.parse(JSON.stringify({ ...writeRecord(recordOf(fullSet(), preparation, SAVED_AT)), ...changes }))

test('a set comes back as it was', () => {
  const set = fullSet()
  const record = readRecord(written())
  const pixels = joined(pixelsOf(set))
  expect(pixelBytes(record)).toBe(pixels.length)
  expect(restoreCollection(record, pixels)).toEqual(set)
  expect([record.preparation, record.savedAt]).toEqual([preparation, SAVED_AT])
})

test('fingerprints are restored, and a set kept before there were any is still valid', () => {
  const set = { ...fullSet(), fingerprints: ['9-a', '9-b', '8-c'] }
  const record = readRecord(JSON.parse(JSON.stringify(writeRecord(recordOf(set, preparation, SAVED_AT)))))
  expect(restoreCollection(record, joined(pixelsOf(set)))).toEqual(set)
  for (const fingerprints of [['9-a'], [1, 2, 3], 'abc', null]) expect(() => readRecord(written({ fingerprints }))).toThrow('damaged')
})

const labels = { source: 'hand', names: ['Katze "1"', 'dog, big'], ofImages: [1, -1, 0] }

test('labels that a person has given are restored', () => {
  const set: Collection = { ...fullSet(), givenLabels: { source: 'hand', names: labels.names, ofImages: Int32Array.from(labels.ofImages) } }
  const record = readRecord(JSON.parse(JSON.stringify(writeRecord(recordOf(set, preparation, SAVED_AT)))))
  expect(restoreCollection(record, joined(pixelsOf(set)))).toEqual(set)
})

test('a grey set without findings is restored too', () => {
  const set: Collection = { ...fullSet(), images: new Uint8Array(3 * 256), channels: 1, findings: [], warnings: [], leftOut: new Set() }
  const record = readRecord(JSON.parse(JSON.stringify(writeRecord(recordOf(set, preparation, SAVED_AT)))))
  expect(restoreCollection(record, joined(pixelsOf(set)))).toEqual(set)
})

test('pixels of another length are refused', () => {
  const pixels = joined(pixelsOf(fullSet()))
  const record = readRecord(written())
  expect(() => restoreCollection(record, pixels.subarray(1))).toThrow(KeptSetError)
  expect(() => restoreCollection(record, new Uint8Array(pixels.length + 1))).toThrow(KeptSetError)
  expect(() => restoreCollection(record, new Uint8Array(0))).toThrow(KeptSetError)
})

test('a set of another version says so', () => {
  for (const version of [0, 1, 3, '2', null, undefined]) expect(() => readRecord(written({ version }))).toThrow('another version')
})

const HOSTILE: Readonly<Record<string, readonly unknown[]>> = {
  name: [null, 3, ['a']],
  label: [undefined, {}],
  count: [0, -1, 2, 4, 1.5, '3', 1e300, Number.MAX_SAFE_INTEGER],
  size: [0, 8, 32, '16', 1e9],
  channels: [0, 2, 4, '3'],
  paths: [null, 'abc', ['a'], ['a', 'b', 3], { length: 3 }],
  leftOut: [null, [3], [-1], [0.5], ['0'], { 0: 1 }],
  byHand: [undefined, null, [3], [-1], [0.5], ['0'], { 0: 1 }],
  findings: [
    [null],
    [{}],
    [{ path: 'a', kind: 'toString', sentence: 's', image: null }],
    [{ path: 'a', kind: 'plain', sentence: 's', image: 3 }],
    [{ path: 'a', kind: 'plain', sentence: 's' }],
  ],
  warnings: [
    [{ kind: 'constructor', title: 't', evidence: 'e', pictures: null, remedy: null }],
    [{ kind: 'few', title: 't', evidence: 'e', pictures: { count: -1, size: 4 }, remedy: null }],
    [{ kind: 'few', title: 't', evidence: 'e', pictures: { count: 1, size: 0 }, remedy: null }],
    [{ kind: 'few', title: 't', evidence: 'e', pictures: null, remedy: { label: 'l', changes: { size: 17 } } }],
    [{ kind: 'few', title: 't', evidence: 'e', pictures: null, remedy: { label: 'l', changes: { nonsense: 1 } } }],
    [{ kind: 'few', title: 't', evidence: 'e', pictures: null, remedy: { label: 'l', changes: null } }],
  ],
  preparation: [null, {}, { ...preparation, size: 17 }, { ...preparation, extra: 1 }, { size: 16 }, { ...preparation, framing: 'no' }],
  savedAt: [null, -1, 1.5, '2020'],
  givenLabels: [
    null,
    [],
    { ...labels, source: 'folders' },
    { ...labels, source: 'toString' },
    { ...labels, names: 'ab' },
    { ...labels, names: ['a', 1] },
    { ...labels, names: ['a', 'a'] },
    { ...labels, names: ['a', ''] },
    { ...labels, names: ['a', 'b'.repeat(1000)] },
    { ...labels, names: Array.from({ length: 2000 }, (_, i) => `${i}`) },
    { ...labels, ofImages: [1, 0] },
    { ...labels, ofImages: [1, 0, 0, 0] },
    { ...labels, ofImages: [1, 0, 2] },
    { ...labels, ofImages: [1, 0, -2] },
    { ...labels, ofImages: [1, 0, 0.5] },
    { ...labels, ofImages: [1, 0, 2 ** 32] },
    { ...labels, ofImages: [1, 0, '1'] },
    { ...labels, ofImages: { length: 3 } },
  ],
}

test.each(Object.entries(HOSTILE))('a hostile %s is refused', (name, values) => {
  for (const value of values) expect(() => readRecord(written({ [name]: value })), JSON.stringify(value)).toThrow(KeptSetError)
})

test('anything but an object is refused', () => {
  for (const value of [null, [], 3, 'x', true, undefined]) expect(() => readRecord(value)).toThrow(KeptSetError)
})

test('pictures that claim more pixels than there are fail on the length, before any memory is allocated', () => {
  const pictures = { count: 2 ** 40, size: 1000 }
  const record = readRecord(written({ warnings: [{ kind: 'few', title: 't', evidence: 'e', pictures, remedy: null }] }))
  expect(() => restoreCollection(record, joined(pixelsOf(fullSet())))).toThrow(KeptSetError)
})

test('a key is a safe folder name whatever the set is called', () => {
  const names = ['my photos', '', '.', '..', '../../etc', 'a/b\\c:d*?"<>|', 'Größe 😀', '\ud800', '\0', 'con', 'x'.repeat(100_000)]
  const keys = names.map((name) => keptKey(name, preparation))
  for (const key of keys) expect(key).toMatch(/^[a-z0-9][a-z0-9-]{15,63}$/)
  expect(new Set(keys).size).toBe(names.length)
})

test('the same name and settings give the same key, others another', () => {
  const { size, ...others } = preparation
  const key = keptKey('mine', preparation)
  expect(keptKey('mine', { ...others, size })).toBe(key) // however the settings are ordered
  expect(keptKey('Mine', preparation)).not.toBe(key)
  expect(keptKey('mine', { ...preparation, size: 32 })).not.toBe(key)
  expect(keptKey('mine', { ...preparation, trimBars: !preparation.trimBars })).not.toBe(key)
})

test('a set kept before there were levels opens with levels that change nothing, under its old key', () => {
  const { blackLevel: _, whiteLevel: __, ...before } = preparation
  expect(readRecord(written({ preparation: before })).preparation).toEqual(preparation)
  expect(keptKey('mine', preparation)).toBe('mine-6f8ab1c8-1632f43f')
  expect(keptKey('mine', { ...preparation, whiteLevel: 16 })).not.toBe(keptKey('mine', preparation))
  const { background, cropFraction, ...without } = before
  expect(readRecord(written({ preparation: { ...without, ground: background, keptShare: cropFraction } })).preparation).toEqual(preparation)
  expect(() => readRecord(written({ preparation: without }))).toThrow(KeptSetError)
})
