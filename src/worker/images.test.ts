// The images in the Worker: what is emitted as sets are opened, kept, chosen from and opened again in a later session.
import { expect, test } from 'vitest'
import { examine } from '../data/doctor/examine.ts'
import { photos } from '../data/doctor/test-support.ts'
import type { Preparation } from '../spec/config.ts'
import type { Finding } from '../spec/files.ts'
import type { KeptSets } from '../spec/image-set.ts'
import { FolderError } from '../store/errors.ts'
import { MemoryFolder } from '../store/memory-folder.ts'
import { memoryStore } from '../store/test-support.ts'
import type { ImagesCommand, Prepare } from './images.ts'
import { files, large, noise, openImages, small, withKeptSet } from './images-test-support.ts'
import { pickedFolder } from './test-support.ts'

test('no image is prepared before what a person looks at first is on the page, and none that was cancelled meanwhile', async () => {
  const prepared: number[] = []
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const prepare: Prepare = async (source, preparation) => {
    prepared.push(preparation.size)
    return noise(source.name, preparation)
  }
  const { next, send } = openImages(memoryStore(), prepare, () => arrived)
  const [failed, opened] = [next('dataset-failed'), next('dataset')]
  send({ type: 'open', id: 1, source: files, preparation: small })
  send({ type: 'open', id: 2, source: files, preparation: large })
  await Promise.resolve()
  expect(prepared).toEqual([])
  arrive()
  expect([(await failed).id, (await failed).failure, (await opened).id]).toEqual([1, null, 2])
  expect(prepared).toEqual([large.size])
})

test('a set opened only for a measurement is not kept', async () => {
  const root = new MemoryFolder()
  const { next, send, events } = openImages(memoryStore(root))
  const opened = next('dataset')
  send({ type: 'open', id: 1, source: { kind: 'files', name: 'made', files: [], kept: false }, preparation: small })
  await opened
  const listed = next('kept-sets')
  send({ type: 'list-kept' })
  expect((await listed).kept.sets).toEqual([])
  expect(events.filter(({ type }) => type === 'kept-sets')).toHaveLength(1)
})

test('the progress of an import, over reading and examining, never falls', async () => {
  const counted = [
    { done: 0, total: 1 },
    { done: 1, total: 2 },
    { done: 1, total: 9 }, // an archive was opened
    { done: 9, total: 9 },
  ]
  const { next, send, events } = openImages(memoryStore(), async (source, preparation, _, { onProgress }) => {
    for (const { done, total } of counted) onProgress({ done, total, rejected: 0, examined: null })
    for (const examined of [0.1, 0.5, 1]) onProgress({ done: 9, total: 9, rejected: 0, examined })
    return noise(source.name, preparation)
  })
  const opened = next('dataset')
  send({ type: 'open', id: 1, source: files, preparation: small })
  await opened
  const shares = events.flatMap((event) => (event.type === 'import' ? [event.share] : []))
  expect(shares).toHaveLength(7)
  expect(shares).toEqual([...shares].sort((one, other) => one - other))
  expect(shares[3]).toBeLessThan(1) // all is read, and still to be looked over
  expect(shares.at(-1)).toBe(1)
})

test('more findings are listed on request, and stay listed when an image is left out', async () => {
  const findings = Array.from({ length: 5000 }, (_, i): Finding => ({ path: `${i}`, kind: 'changed', sentence: 'Changed.', image: 0 }))
  const { next, send } = openImages(memoryStore(), async (source, preparation) => ({ ...noise(source.name, preparation), findings }))
  const findingsAfter = async (command: ImagesCommand) => {
    const event = next('dataset')
    send(command)
    return (await event).summary.findings.length
  }
  expect(await findingsAfter({ type: 'open', id: 1, source: files, preparation: small })).toBe(2000)
  send({ type: 'list-findings', id: 7, count: 3000 }) // of another set
  expect(await findingsAfter({ type: 'list-findings', id: 1, count: 4000 })).toBe(4000)
  expect(await findingsAfter({ type: 'take-images', id: 1, images: [0], taken: false })).toBe(4000)
})

test('a set of own files is kept, a built-in one is not', async () => {
  const { next, send, events } = await withKeptSet()
  const opened = next('dataset')
  send({ type: 'open', id: 2, source: { kind: 'builtin', name: 'shapes' }, preparation: small })
  await opened
  const listed = next('kept-sets')
  send({ type: 'list-kept' })
  expect((await listed).kept.sets.map(({ name }) => name)).toEqual(['mine'])
  expect(events.filter(({ type }) => type === 'kept-sets')).toHaveLength(2)
})

test('a kept set opens and trains as it was prepared, whatever the settings are', async () => {
  const { root, source } = await withKeptSet()
  const { images, next, send } = openImages(memoryStore(root), () => Promise.reject(new Error('a kept set is not prepared')))
  const opened = next('dataset')
  send({ type: 'open', id: 1, source, preparation: large })
  expect(await opened).toMatchObject({ id: 1, preparation: small, summary: { name: 'mine', size: 16, count: 4 } })
  expect((await images.forRun(small)).images).toEqual(noise('mine', small).images)
})

test('a kept set cannot be prepared with other settings: it stays open, and a sentence says why', async () => {
  const { root, source } = await withKeptSet()
  const { images, next, send } = openImages(memoryStore(root))
  const opened = next('dataset')
  send({ type: 'open', id: 1, source, preparation: small })
  await opened
  const failed = next('dataset-failed')
  send({ type: 'open', id: 2, source, preparation: large })
  const wanted = { message: '“mine” was prepared at 16 px, not at 32 px.', advice: 'Choose its folder again to prepare it at 32 px.' }
  expect((await failed).failure).toMatchObject(wanted)
  await expect(images.forRun(large)).rejects.toMatchObject({ failure: wanted })
  await expect(images.forRun({ ...small, trimBars: !small.trimBars })).rejects.toThrow('with bars left, not with bars trimmed')
  expect((await images.forRun(small)).count).toBe(4)
})

test('images of own files are prepared again for a run with other settings; where that fails the run does not start', async () => {
  let good = true
  const { images, next, send } = openImages(memoryStore(), async (source, preparation) => {
    if (good) return noise(source.name, preparation)
    throw new Error('the folder is gone')
  })
  const opened = next('dataset')
  send({ type: 'open', id: 1, source: files, preparation: small })
  await opened
  expect((await images.forRun(large)).size).toBe(32)
  good = false
  await expect(images.forRun(small)).rejects.toThrow('could not be prepared')
})

test('images left out of a kept set are still left out in a later session', async () => {
  const { root, next, send, source } = await withKeptSet()
  let listed = next('kept-sets')
  send({ type: 'take-images', id: 1, images: [1, 2], taken: false })
  expect((await listed).kept.sets[0]?.count).toBe(2)
  const later = openImages(memoryStore(root))
  const opened = later.next('dataset')
  later.send({ type: 'open', id: 1, source, preparation: small })
  expect((await opened).leftOut).toEqual([1, 2])
  listed = later.next('kept-sets')
  later.send({ type: 'take-images', id: 1, images: [2], taken: true })
  expect((await listed).kept.sets[0]?.count).toBe(3)
})

/** Four images of which the doctor leaves out the last, and at 32 px the first as well. */
const withSimilar: Prepare = async ({ name }, preparation) => {
  const similar = preparation.size === 32 ? [0, 3] : [3]
  const findings = similar.map((image) => ({ path: `${name} ${image + 1}`, kind: 'similar', sentence: 'Similar.', image }) as const)
  return { ...noise(name, preparation), findings, leftOut: new Set(similar) }
}

test('choices by hand survive preparing the same images again; other images are as the doctor decides', async () => {
  const root = new MemoryFolder()
  const { next, send } = openImages(memoryStore(root), withSimilar)
  const leftOut = async (worker: { next: typeof next; send: typeof send }, command: ImagesCommand) => {
    const opened = worker.next('dataset')
    worker.send(command)
    const { leftOut: images, summary } = await opened
    return { images: images.toSorted(), byHand: summary.leftOutByHand }
  }
  const open = (id: number, preparation: Preparation, source = files) => ({ type: 'open', id, source, preparation }) as const
  const choose = (id: number, image: number, taken: boolean) => ({ type: 'take-images', id, images: [image], taken }) as const
  expect(await leftOut({ next, send }, open(1, small))).toEqual({ images: [3], byHand: 0 })
  await leftOut({ next, send }, choose(1, 0, false))
  await leftOut({ next, send }, choose(1, 1, false))
  expect(await leftOut({ next, send }, choose(1, 3, true))).toEqual({ images: [0, 1], byHand: 2 })
  expect(await leftOut({ next, send }, open(2, large))).toEqual({ images: [0, 1], byHand: 2 })
  expect(await leftOut({ next, send }, open(3, small))).toEqual({ images: [0, 1], byHand: 2 }) // the first was no choice of the doctor's
  const written = async (taken: number) => {
    const isIt = ({ kept }: { kept: KeptSets }) => kept.sets.some(({ size, count }) => size === 16 && count === taken)
    while (!isIt(await next('kept-sets')));
  }
  await written(2)
  await leftOut({ next, send }, choose(3, 1, true)) // as the doctor says: no longer a choice
  await written(3)

  const later = openImages(memoryStore(root), withSimilar)
  expect(await leftOut(later, open(1, small, { kind: 'files', name: 'others', files: [] }))).toEqual({ images: [3], byHand: 0 })
  expect(await leftOut(later, open(2, small))).toEqual({ images: [0], byHand: 1 })
  expect(await leftOut(later, open(3, { ...large, trimBars: true }))).toEqual({ images: [0], byHand: 1 })
})

/** 120 photographs, the first twenty with bars above and below. */
const withBars: Prepare = async (_source, preparation) =>
  examine(
    photos(120, (_x, y, value, i) => (i < 20 && (y < 4 || y > 27) ? 4 : value)),
    preparation,
  )

test('warnings follow the selection: counts at once, the rest when measured again, also in a later session', async () => {
  const root = new MemoryFolder()
  const { next, send, events } = openImages(memoryStore(root), withBars)
  const titles = (warnings: readonly { title: string }[]) => warnings.map(({ title }) => title.split(' ').slice(0, 2).join(' '))
  let opened = next('dataset')
  const kept = next('kept-sets')
  send({ type: 'open', id: 1, source: files, preparation: large })
  const first = await opened
  expect([titles(first.summary.warnings), first.warningsPending]).toEqual([['Bars at', '120 images'], false])
  const [set] = (await kept).kept.sets
  const barred = Array.from({ length: 20 }, (_, i) => i)
  const changed = next('dataset')
  const measured = next('warnings')
  const written = next('kept-sets')
  send({ type: 'take-images', id: 1, images: barred, taken: false }, { type: 'take-images', id: 1, images: [20], taken: false })
  const chosen = await changed
  expect([titles(chosen.summary.warnings), chosen.warningsPending]).toEqual([['Bars at', '100 images'], true])
  expect(titles((await measured).warnings)).toEqual(['99 images'])
  await written
  expect(events.filter(({ type }) => type === 'warnings')).toHaveLength(1) // the earlier choice is no longer of interest

  const later = openImages(memoryStore(root))
  opened = later.next('dataset')
  const again = later.next('warnings')
  later.send({ type: 'open', id: 1, source: { kind: 'kept', name: 'mine', key: set?.key ?? '' }, preparation: large })
  expect(await opened).toMatchObject({ warningsPending: true, summary: { count: 99 } })
  expect(titles((await again).warnings)).toEqual(['99 images'])
})

test('a selection made while the set is being written is kept after it', async () => {
  const { next, send } = openImages()
  const opened = next('dataset')
  const written = next('kept-sets')
  const chosen = next('kept-sets')
  send({ type: 'open', id: 1, source: files, preparation: small })
  await opened
  send({ type: 'take-images', id: 1, images: [0], taken: false })
  expect([(await written).kept.sets[0]?.count, (await chosen).kept.sets[0]?.count]).toEqual([4, 3])
})

test('a set that cannot be kept opens all the same, and its selection changes no set that was kept before', async () => {
  const state = { full: false }
  const root = new MemoryFolder(() => {
    if (state.full) throw new FolderError('full', 'the disk is full')
  })
  const { images, next, send, key } = await withKeptSet(root)
  state.full = true
  const refused = next('kept-sets')
  send({ type: 'open', id: 2, source: files, preparation: small })
  expect((await refused).kept.problem).toContain('no room')
  state.full = false
  send({ type: 'take-images', id: 2, images: [0, 1], taken: false })
  expect((await images.forRun(small)).count).toBe(2)
  const listed = next('kept-sets')
  send({ type: 'list-kept' })
  expect((await listed).kept.sets).toMatchObject([{ key, count: 4 }])
})

test('the picked folder is kept with its set', async () => {
  const { next, send } = openImages()
  const handle = pickedFolder('holiday', [])
  const listed = next('kept-sets')
  send({ type: 'open', id: 1, source: { kind: 'folder', name: 'holiday', handle }, preparation: small })
  expect((await listed).kept.sets).toMatchObject([{ name: 'holiday', folder: handle }])
})

test('a deleted set is no longer listed', async () => {
  const { next, send, key } = await withKeptSet()
  const listed = next('kept-sets')
  send({ type: 'delete-kept', key })
  expect((await listed).kept).toMatchObject({ sets: [], problem: null })
})

test('opening a set that is no longer kept fails with what to do', async () => {
  const { next, send, key, source } = await withKeptSet()
  const deleted = next('kept-sets')
  send({ type: 'delete-kept', key })
  await deleted
  const failed = next('dataset-failed')
  send({ type: 'open', id: 2, source, preparation: small })
  expect((await failed).failure).toEqual({
    reason: 'bad-data',
    message: '“mine” is no longer kept in this browser, or not whole.',
    advice: 'Choose its folder again.',
  })
})
