// The labels of the open set in the Worker: given, kept, found again when the images are prepared again, and read from tables.
import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import type { Collection } from '../data/collection.ts'
import { checkTableSize, MAX_TABLE_BYTES } from '../data/labels/table-text.ts'
import type { DataSource } from '../protocol.ts'
import { type GivenLabels, NO_CLASS } from '../spec/classes.ts'
import type { Preparation } from '../spec/config.ts'
import type { FileLike } from '../spec/files.ts'
import { MemoryFolder } from '../store/memory-folder.ts'
import { memoryStore } from '../store/test-support.ts'
import type { Prepare } from './images.ts'
import { files, large, noise, openImages, small } from './images-test-support.ts'

type Worker = ReturnType<typeof openImages>

/** Four files in two folders; at 32 px there is one before them, so that they have other numbers. */
const PATHS = ['cats/1.png', 'cats/2.png', 'dogs/1.png', 'dogs/3.png']
const prepare: Prepare = async (source, preparation) => {
  const set = noise(source.name, preparation)
  if (source.kind === 'builtin') return { ...set, labels: { names: ['odd', 'even'], ofImages: [0, 1, 0, 1] } }
  const names = source.name === 'mine' ? PATHS : PATHS.map((path) => path.replace('.png', '.jpg'))
  const paths = preparation.size === 32 ? ['birds/1.png', ...names] : names
  const images = new Uint8Array(paths.length * preparation.size ** 2)
  return { ...set, count: paths.length, images, paths, fingerprints: paths }
}

const byHand: GivenLabels = { source: 'hand', names: ['big', 'small'], ofImages: Int32Array.of(1, NO_CLASS, 0, 0) }
const builtin: DataSource = { kind: 'builtin', name: 'shapes' }

const openSet = async (worker: Worker, id: number, preparation: Preparation, source: DataSource = files) => {
  const opened = worker.next('dataset')
  worker.send({ type: 'open', id, source, preparation })
  return (await opened).summary
}

async function label(worker: Worker, id: number, labels: GivenLabels | null) {
  const changed = worker.next('dataset')
  worker.send({ type: 'label-images', id, labels })
  return (await changed).summary.labels
}

async function labelsOf(worker: Worker, id: number) {
  const answer = worker.next('set-labels')
  worker.send({ type: 'read-labels', id })
  return (await answer).labels
}

/** Waits until a set is kept in which training sees so many images. */
async function keptWith({ next }: Worker, count: number): Promise<void> {
  while (!(await next('kept-sets')).kept.sets.some((set) => set.count === count));
}

const tableFile = (text: string, size = text.length): FileLike => ({
  name: 'labels.csv',
  size,
  slice: (from, to) => ({ arrayBuffer: async () => Uint8Array.from(strToU8(text).subarray(from, to)).buffer }),
})

test('labels by hand take the place of folders for the page and for runs, and null takes them away', async () => {
  const worker = openImages(memoryStore(), prepare)
  expect((await openSet(worker, 1, small)).labels).toEqual({ source: 'folders', names: ['cats', 'dogs'], counts: [2, 2], unlabelled: 0 })
  expect(await labelsOf(worker, 1)).toEqual({ source: 'folders', names: ['cats', 'dogs'], ofImages: Int32Array.of(0, 0, 1, 1) })
  expect(await label(worker, 1, byHand)).toEqual({ source: 'hand', names: ['big', 'small'], counts: [2, 1], unlabelled: 1 })
  expect(await labelsOf(worker, 1)).toEqual(byHand)
  expect((await worker.images.forRun(small)).labels).toEqual({ names: ['big', 'small'], ofImages: [1, NO_CLASS, 0, 0] })
  expect(await label(worker, 1, null)).toMatchObject({ source: 'folders' })
})

test('labels that are read stay here: the buffer that is sent is a copy', async () => {
  const worker = openImages(memoryStore(), prepare)
  await openSet(worker, 1, small)
  await label(worker, 1, byHand)
  const sent = await labelsOf(worker, 1)
  sent?.ofImages.fill(NO_CLASS)
  expect(await labelsOf(worker, 1)).toEqual(byHand)
})

test('labels are still there in a later session, with what is left out, and so is their loss', async () => {
  const root = new MemoryFolder()
  const worker = openImages(memoryStore(root), prepare)
  await openSet(worker, 1, small)
  await label(worker, 1, byHand)
  worker.send({ type: 'take-images', id: 1, images: [2], taken: false })
  await keptWith(worker, 3)
  const later = openImages(memoryStore(root))
  const listed = later.next('kept-sets')
  later.send({ type: 'list-kept' })
  const key = (await listed).kept.sets[0]?.key ?? ''
  const summary = await openSet(later, 1, small, { kind: 'kept', name: 'mine', key })
  expect(summary.labels).toEqual({ source: 'hand', names: ['big', 'small'], counts: [1, 1], unlabelled: 1 })
  expect(await labelsOf(later, 1)).toEqual(byHand)
  const written = later.next('kept-sets')
  await label(later, 1, null)
  await written
  const last = openImages(memoryStore(root))
  await openSet(last, 1, small, { kind: 'kept', name: 'mine', key })
  expect(await labelsOf(last, 1)).toMatchObject({ source: 'folders' })
})

test('labels stay with their files when these are prepared at another size, now and in a later session', async () => {
  const root = new MemoryFolder()
  const worker = openImages(memoryStore(root), prepare)
  let written = worker.next('kept-sets')
  await openSet(worker, 1, small)
  await written
  written = worker.next('kept-sets')
  await label(worker, 1, byHand)
  await written
  const atLarge = { ...byHand, ofImages: Int32Array.of(NO_CLASS, 1, NO_CLASS, 0, 0) }
  const later = openImages(memoryStore(root), prepare)
  await openSet(later, 1, large)
  expect(await labelsOf(later, 1)).toEqual(atLarge)
  await openSet(later, 2, large, { kind: 'files', name: 'others', files: [] })
  expect(await labelsOf(later, 2)).toMatchObject({ source: 'folders' })
  await openSet(worker, 2, large)
  expect(await labelsOf(worker, 2)).toEqual(atLarge)
  expect((await worker.images.forRun(small)).labels?.ofImages).toEqual([...byHand.ofImages])
})

test('labels of a built-in set by hand are there at another size, after another set, and in a later session', async () => {
  const root = new MemoryFolder()
  const worker = openImages(memoryStore(root), prepare)
  await openSet(worker, 1, small, builtin)
  expect(await labelsOf(worker, 1)).toMatchObject({ source: 'builtin', names: ['odd', 'even'] })
  let written = worker.next('kept-sets')
  await label(worker, 1, byHand)
  expect((await written).kept).toMatchObject({ sets: [], problem: null })
  await openSet(worker, 2, large, builtin)
  expect(await labelsOf(worker, 2)).toEqual(byHand)
  await openSet(worker, 3, large, files)
  await openSet(worker, 4, large, builtin)
  expect(await labelsOf(worker, 4)).toEqual(byHand)
  const later = openImages(memoryStore(root), prepare)
  expect((await openSet(later, 1, small, builtin)).labels).toMatchObject({ source: 'hand', counts: [2, 1], unlabelled: 1 })
  written = later.next('kept-sets')
  await label(later, 1, null)
  await written
  const last = openImages(memoryStore(root), prepare)
  await openSet(last, 1, small, builtin)
  expect(await labelsOf(last, 1)).toMatchObject({ source: 'builtin' })
})

test.each([
  [
    'for another number of images',
    { ...byHand, ofImages: Int32Array.of(0, 1) },
    'The labels are for other images than those that are open.',
  ],
  ['with an index beyond the names', { ...byHand, ofImages: Int32Array.of(0, 1, 2, 0) }, 'An image has a label that does not exist.'],
  ['with the same name twice', { ...byHand, names: ['a', 'a'] }, 'Two labels have the same name.'],
  ['without a name', { ...byHand, names: ['a', ''] }, 'A label has 1 to 100 letters.'],
  [
    'of more than a thousand names',
    { ...byHand, names: Array.from({ length: 1001 }, String) },
    'There are more than 1000 different labels.',
  ],
])('labels %s change nothing, and the page is told', async (_, labels, sentence) => {
  const worker = openImages(memoryStore(), prepare)
  await openSet(worker, 1, small)
  await label(worker, 1, byHand)
  const failed = worker.next('label-file-failed')
  expect(await label(worker, 1, labels)).toMatchObject({ source: 'hand', counts: [2, 1] })
  expect((await failed).sentence).toBe(`${sentence} Nothing was changed.`)
  expect(await labelsOf(worker, 1)).toEqual(byHand)
})

test('a table changes nothing until its labels are given to the images', async () => {
  const worker = openImages(memoryStore(), prepare)
  await openSet(worker, 1, small)
  const read = worker.next('label-file')
  worker.send({ type: 'read-label-file', id: 1, file: tableFile('cats/1.png;tom\ndogs/1.png;rex\nbirds/1.png;kes\n') })
  const { labels, notes } = await read
  expect(labels).toEqual({ source: 'file', names: ['rex', 'tom'], ofImages: Int32Array.of(1, NO_CLASS, 0, NO_CLASS) })
  expect(notes[0]).toBe('1 row for files that are not among the images: “birds/1.png”.')
  expect(await labelsOf(worker, 1)).toMatchObject({ source: 'folders' })
  expect(await label(worker, 1, labels)).toMatchObject({ source: 'file', names: ['rex', 'tom'] })
})

test('a table that cannot be used, or not be read, is refused in a sentence; one that is too large is not even read', async () => {
  const worker = openImages(memoryStore(), prepare)
  await openSet(worker, 1, small)
  const reasonFor = async (file: FileLike) => {
    const failed = worker.next('label-file-failed')
    worker.send({ type: 'read-label-file', id: 1, file })
    return (await failed).sentence
  }
  expect(await reasonFor(tableFile('1.png,a\n'))).toContain('several of each name')
  const unread: FileLike = { ...tableFile(''), slice: () => ({ arrayBuffer: () => Promise.reject(new Error('it is gone')) }) }
  expect(await reasonFor(unread)).toBe('“labels.csv” could not be read: it is gone')
  expect(await reasonFor({ ...unread, size: MAX_TABLE_BYTES + 1 })).toContain('that a table of labels may have')
  expect(() => checkTableSize(MAX_TABLE_BYTES)).not.toThrow()
})

test('a table is not matched with a set that was opened while it was read', async () => {
  const worker = openImages(memoryStore(), prepare)
  await openSet(worker, 1, small)
  let arrive = (_: ArrayBuffer) => {}
  const reading = new Promise<ArrayBuffer>((resolve) => {
    arrive = resolve
  })
  worker.send({ type: 'read-label-file', id: 1, file: { ...tableFile(''), slice: () => ({ arrayBuffer: () => reading }) } })
  await openSet(worker, 2, small)
  const read = worker.next('label-file')
  arrive(Uint8Array.from(strToU8('cats/1.png,early\ndogs/1.png,b\n')).buffer)
  worker.send({ type: 'read-label-file', id: 2, file: tableFile('cats/1.png,late\ndogs/1.png,b\n') })
  expect((await read).labels.names).toEqual(['b', 'late'])
  worker.send({ type: 'label-images', id: 1, labels: byHand }, { type: 'export-labels', id: 1 }, { type: 'read-labels', id: 1 })
  expect(worker.events.filter(({ type }) => type === 'labels-table' || type === 'set-labels')).toEqual([])
  expect(await labelsOf(worker, 2)).toMatchObject({ source: 'folders' })
})

test('a newer table takes the place of one that is still read, also where that would fail', async () => {
  const worker = openImages(memoryStore(), prepare)
  await openSet(worker, 1, small)
  for (const older of ['cats/1.png,early\ndogs/1.png,b\n', 'no table']) {
    const read = worker.next('label-file')
    for (const text of [older, 'cats/1.png,late\ndogs/1.png,b\n']) worker.send({ type: 'read-label-file', id: 1, file: tableFile(text) })
    expect((await read).labels.names).toEqual(['b', 'late'])
  }
  expect(worker.events.filter(({ type }) => type === 'label-file' || type === 'label-file-failed')).toHaveLength(2)
})

test('the labels are written as a table, those of images without one too', async () => {
  const worker = openImages(memoryStore(), prepare)
  await openSet(worker, 1, small)
  await label(worker, 1, byHand)
  const written = worker.next('labels-table')
  worker.send({ type: 'export-labels', id: 1 })
  expect((await written).text.split('\r\n')).toEqual([
    'path,label',
    'cats/1.png,small',
    'cats/2.png,',
    'dogs/1.png,big',
    'dogs/3.png,big',
    '',
  ])
})

test('labels survive being looked over by the doctor', async () => {
  const findings = [{ path: PATHS[0] as string, kind: 'similar', sentence: 'Similar.', image: 0 }] as const
  const worker = openImages(
    memoryStore(),
    async (...args): Promise<Collection> => ({ ...(await prepare(...args)), findings, leftOut: new Set([0]) }),
  )
  await openSet(worker, 1, small)
  await label(worker, 1, byHand)
  const [changed, measured] = [worker.next('dataset'), worker.next('warnings')]
  worker.send({ type: 'take-images', id: 1, images: [0], taken: true })
  expect((await changed).summary.labels).toMatchObject({ source: 'hand', counts: [2, 1] })
  await measured
  expect(await labelsOf(worker, 1)).toEqual(byHand)
})
