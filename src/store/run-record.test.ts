// The record of a run: written and read again, and refused where anything in it is not as it must be.
import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION, DEFAULTS } from '../spec/config.ts'
import { StoredRunError } from './errors.ts'
import { readRecord, writeRecord } from './run-record.ts'
import { NEW_RUN } from './run-test-support.ts'
import type { RunRecord } from './stored-run.ts'

const SNAPSHOT = {
  file: 'snapshot-00000010-3.safetensors',
  step: 10,
  savedAt: 1000,
  bytes: 160,
  content: 'state',
  crc32: 0xffffffff,
} as const

const RECORD: RunRecord = {
  ...NEW_RUN,
  sequence: 4,
  createdAt: 1000,
  savedAt: 2000,
  step: 10,
  elapsedSeconds: 1.5,
  device: { backend: 'webgpu', name: 'Apple M2', threads: 1 },
  origin: { kind: 'branch', id: 'dogs-7', name: 'Dogs “2”', step: 5 },
  scheduled: [{ step: 20, changes: { alpha: 0.5 } }],
  snapshots: [SNAPSHOT],
  best: { file: SNAPSHOT.file, step: 10, kid: -0.001, network: 'MobileNetV2' },
  history: { file: 'metrics.jsonl', bytes: 100 },
  deletedAt: null,
  exportedAt: 3000,
}

/** As it is read from a file. */
const written = (changes: object = {}): unknown => JSON.parse(JSON.stringify({ ...writeRecord(RECORD), ...changes }))

test('a record comes back as it was', () => {
  expect(readRecord(written())).toEqual(RECORD)
  const own = { ...RECORD.images, source: { kind: 'own', name: '../my photos' }, identity: null }
  const kept = { ...RECORD.images, source: { kind: 'kept', name: 'mine', key: 'mine-12' } }
  for (const images of [own, kept]) expect(readRecord(written({ images })).images).toEqual(images)
})

test('settings that are newer than the record have their defaults', () => {
  const { alpha: _, ...older } = DEFAULTS
  expect(readRecord(written({ config: older })).config).toEqual(DEFAULTS)
})

test('the best is forgotten where its snapshot is not there', () => {
  expect(readRecord(written({ best: { ...RECORD.best, file: 'snapshot-00000001-1.safetensors' } })).best).toBeNull()
})

test('a newer version is told from a damaged one', () => {
  expect(() => readRecord(written({ version: 2 }))).toThrow(expect.objectContaining({ fault: 'newer' }))
  for (const version of [0, '1', null, undefined])
    expect(() => readRecord(written({ version }))).toThrow(expect.objectContaining({ fault: 'damaged' }))
})

const snapshot = (changes: object) => [{ ...SNAPSHOT, ...changes }]
const images = (changes: object) => ({ ...RECORD.images, ...changes })

const HOSTILE: Readonly<Record<string, readonly unknown[]>> = {
  sequence: [-1, 1.5, '4', 1e300],
  id: ['', '..', '../x', 'a/b', 'a.b', 'x'.repeat(200), 5],
  name: [null, 3, {}],
  savedAt: [-1, '2020', null],
  step: [-1, 0.5, '3', 2 ** 60],
  elapsedSeconds: [null, '1'],
  config: [null, [], { alpha: 'much' }, { nonsense: 1 }, { size: 17 }],
  device: [{}, 'gpu', { backend: 'auto', name: 'x', threads: 1 }],
  origin: [{ kind: 'toString', id: 'a', name: 'b', step: 1 }, [], 'dogs'],
  scheduled: [null, [{ step: 1, changes: { seed: 3 } }], [{ step: -1, changes: {} }], [{ changes: {} }]],
  snapshots: [
    null,
    snapshot({ file: '../../etc/passwd' }),
    snapshot({ file: 'a/b' }),
    snapshot({ file: '.hidden' }),
    snapshot({ file: 'C:\\x' }),
    snapshot({ bytes: -1 }),
    snapshot({ bytes: 2 ** 54 }),
    snapshot({ content: 'everything' }),
    snapshot({ crc32: 2 ** 32 }),
  ],
  best: [{}, { file: 'a/b', step: 1, kid: 1, network: 'n' }, 5],
  history: [null, {}, { file: '../metrics.jsonl', bytes: 1 }, { file: 'metrics.jsonl', bytes: -1 }],
  images: [
    null,
    images({ channels: 2 }),
    images({ leftOut: [-1] }),
    images({ leftOut: 'none' }),
    images({ identity: { count: -1, hash: '' } }),
    images({ source: { kind: 'builtin', name: 'constructor' } }),
    images({ source: { kind: 'web', name: 'x' } }),
    images({ preparation: { ...DEFAULT_PREPARATION, size: 17 } }),
  ],
  deletedAt: ['yesterday', -1],
}

test.each(Object.entries(HOSTILE))('a hostile %s is refused', (name, values) => {
  for (const value of values) expect(() => readRecord(written({ [name]: value })), JSON.stringify(value)).toThrow(StoredRunError)
})

test('anything but an object is refused', () => {
  for (const value of [null, [], 3, 'x', true, undefined]) expect(() => readRecord(value)).toThrow(StoredRunError)
})
