// The store of kept sets on a folder in memory that can be made to fail.
import { strFromU8, strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { NO_CHOICES, withChoices } from '../data/choices.ts'
import { type Collection, collectionOf } from '../data/collection.ts'
import type { GivenLabels } from '../spec/classes.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import type { FolderHandle } from '../spec/files.ts'
import { FolderError, type FolderFault } from './errors.ts'
import type { PreparedSet, Selection } from './kept-set.ts'
import { MemoryFolder } from './memory-folder.ts'
import { memoryStore } from './test-support.ts'

const MB = 1_000_000
const SIZE = 16

function mine(name = 'mine', shade = 1): PreparedSet {
  const images = new Uint8Array(4 * SIZE * SIZE).map((_, i) => Math.floor(i / (SIZE * SIZE)) * 10 + shade)
  const collection: Collection = collectionOf({ name, label: name, images, count: 4, size: SIZE, channels: 1 })
  return { collection, preparation: { ...DEFAULT_PREPARATION, size: SIZE } }
}

/** A file system whose writes fail while `failing` names an error. */
function failingRoot(failsOn: (name: string) => boolean = () => true) {
  const state: { failing: FolderFault | null } = { failing: null }
  const root = new MemoryFolder((name) => {
    if (state.failing && failsOn(name)) throw new FolderError(state.failing, 'it fails')
  })
  return { root, state }
}

/** These are left out, by hand. */
const without = (images: readonly number[]): Selection => ({ leftOut: new Set(images), byHand: new Set(images) })

const photosFolder: FolderHandle = { kind: 'directory', name: 'photos', async *values() {} }

const setsIn = (root: MemoryFolder) => root.folders.get('sets') as MemoryFolder

const filesIn = (root: MemoryFolder, key: string) => [...(setsIn(root).folders.get(key)?.files.keys() ?? [])].sort()

async function kept(store: ReturnType<typeof memoryStore>, prepared: PreparedSet): Promise<string> {
  const { key } = await store.keep(prepared, null)
  if (key === null) throw new Error('the set was not kept')
  return key
}

test('a kept set is listed and opens as it was, also by a new store', async () => {
  const root = new MemoryFolder()
  const prepared = mine()
  const { key, kept: keptSets } = await memoryStore(root).keep(prepared, null)
  const { sets, storage, problem } = await memoryStore(root).list()
  expect([storage, problem]).toEqual([{ used: 5 * MB, granted: 100 * MB }, null])
  expect(sets).toEqual(keptSets.sets)
  expect(sets).toMatchObject([
    { key, name: 'mine', count: 4, size: SIZE, channels: 1, preparation: prepared.preparation, savedAt: 1000, folder: null },
  ])
  expect(sets[0]?.bytes).toBeGreaterThan(4 * SIZE * SIZE)
  expect([sets[0]?.picture.count, sets[0]?.picture.size, ...(sets[0]?.picture.pixels.subarray(0, 4) ?? [])]).toEqual([
    1,
    SIZE,
    1,
    1,
    1,
    255,
  ])
  expect(await memoryStore(root).open(String(key), 'mine')).toEqual(prepared)
})

test('the same set again takes the place of the first and leaves nothing behind; another size stands beside it', async () => {
  const root = new MemoryFolder()
  const store = memoryStore(root)
  const key = await kept(store, mine('mine', 1))
  expect(await kept(store, mine('mine', 2))).toBe(key)
  expect((await store.open(key, 'mine')).collection.images[0]).toBe(2)
  expect(filesIn(root, key)).toEqual(['images-1001', 'set-0', 'set-1'])
  await store.keep(mine('other'), null)
  expect((await store.list()).sets.map(({ name }) => name)).toEqual(['other', 'mine']) // the newest first
})

test('a deleted set is gone, and deleting it twice is no problem', async () => {
  const store = memoryStore()
  const key = await kept(store, mine())
  expect(await store.remove(key)).toMatchObject({ sets: [], problem: null })
  expect(await store.remove(key)).toMatchObject({ sets: [], problem: null })
  await expect(store.open(key, 'mine')).rejects.toMatchObject({
    message: '“mine” is no longer kept in this browser, or not whole.',
    advice: 'Choose its folder again.',
  })
  await expect(store.open(key, 'pets.zip')).rejects.toMatchObject({ advice: 'Choose its zip again.' })
})

test('a full disk is reported with what is needed and free, and nothing incomplete is left', async () => {
  const { root, state } = failingRoot()
  const store = memoryStore(root, { estimate: async () => ({ used: 100 * MB - 500, granted: 100 * MB }) })
  state.failing = 'full'
  const { key, kept } = await store.keep(mine(), null)
  expect(key).toBeNull()
  expect(kept.problem).toBe(
    'There is no room left to keep this set (needs 1 MB, 0 MB free): training works all the same. Delete a set or free disk space.',
  )
  state.failing = null
  expect(await store.list()).toMatchObject({ sets: [] })
  expect(setsIn(root).folders.size).toBe(0)
})

test('a disk that is full although the browser grants more does not claim to have room', async () => {
  const { root, state } = failingRoot()
  state.failing = 'full'
  expect((await memoryStore(root).keep(mine(), null)).kept.problem).toContain('(needs 1 MB)')
})

test.each(['images-', 'set-'])('a set that cannot be replaced, because %s cannot be written, stays as it was', async (file) => {
  const { root, state } = failingRoot((name) => name.startsWith(file))
  const store = memoryStore(root)
  const key = await kept(store, mine('mine', 1))
  state.failing = 'full'
  expect((await store.keep(mine('mine', 2), null)).kept).toMatchObject({ sets: [{ key }], problem: expect.stringContaining('no room') })
  expect((await store.open(key, 'mine')).collection.images[0]).toBe(1)
  state.failing = null
  await store.list()
  expect(filesIn(root, key).filter((name) => name.startsWith('images-'))).toEqual(['images-1000'])
})

test('a file that another tab has locked is reported, with what to do', async () => {
  const { root, state } = failingRoot()
  const store = memoryStore(root)
  const key = await kept(store, mine())
  state.failing = 'busy'
  for (const { problem } of [
    (await store.keep(mine('other'), null)).kept,
    await store.remove(key),
    await store.select(key, without([])),
  ] as { problem: string }[]) {
    expect(problem).toContain('another tab is using it. Close the other tab')
  }
})

test('after a crash at any moment of a replacement the store opens the old set or the new one', async () => {
  const opened: (number | undefined)[] = []
  for (let crashAt = 1; crashAt <= 3; crashAt++) {
    let left = Number.POSITIVE_INFINITY
    const root = new MemoryFolder(() => {
      if (--left <= 0) throw new FolderError('other', 'the power is gone')
    })
    const key = await kept(memoryStore(root), mine('mine', 1))
    left = crashAt
    await memoryStore(root, { now: () => 5000 }).keep(mine('mine', 2), null)
    left = Number.POSITIVE_INFINITY
    const later = memoryStore(root)
    expect((await later.list()).problem).toBeNull()
    opened.push((await later.open(key, 'mine')).collection.images[0])
    expect(filesIn(root, key).filter((name) => name.startsWith('images-'))).toHaveLength(1)
  }
  expect(opened).toEqual([1, 1, 2]) // while the pixels are written, while the head is written, while leftovers are removed
})

test('a set from before there were heads opens, and moves to them when it is changed', async () => {
  const root = new MemoryFolder()
  const key = await kept(memoryStore(root), mine())
  const files = setsIn(root).folders.get(key)?.files as Map<string, Uint8Array>
  const head = strFromU8(files.get('set-0') as Uint8Array)
  files.set('set.json', strToU8(head.slice(0, head.indexOf('\n'))))
  files.delete('set-0')
  const store = memoryStore(root)
  expect(await store.list()).toMatchObject({ sets: [{ key, count: 4 }], problem: null })
  expect(await store.open(key, 'mine')).toEqual(mine())
  await store.select(key, without([1]))
  expect(filesIn(root, key)).toEqual(['images-1000', 'set-0'])
  expect([...(await store.open(key, 'mine')).collection.leftOut]).toEqual([1])
  files.set('set.json', strToU8('{"version":'))
  files.delete('set-0')
  expect((await store.list()).problem).toContain('A kept set was not whole')
})

test('an incomplete set is removed and reported; the others stay', async () => {
  const root = new MemoryFolder()
  const store = memoryStore(root)
  const [whole, noRecord, shortRecord, shortImages] = [
    await kept(store, mine('a')),
    await kept(store, mine('b')),
    await kept(store, mine('c')),
    await kept(store, mine('d')),
  ]
  const filesOf = (key: string) => setsIn(root).folders.get(key)?.files as Map<string, Uint8Array>
  const cut = (key: string, wanted: string) => {
    for (const [name, bytes] of filesOf(key)) if (name.startsWith(wanted)) filesOf(key).set(name, bytes.slice(0, -1))
  }
  filesOf(noRecord).delete('set-0')
  cut(shortRecord, 'set-0')
  cut(shortImages, 'images-')
  const { sets, problem } = await store.list()
  expect(sets.map(({ key }) => key)).toEqual([whole])
  expect(problem).toContain('3 kept sets were not whole')
  expect([...setsIn(root).folders.keys()]).toEqual([whole])
  expect((await store.list()).problem).toBeNull()
})

test('without a private file system nothing is kept and nothing fails', async () => {
  const nowhere = memoryStore(undefined, {
    root: () => Promise.reject(new Error('not allowed')),
    estimate: () => Promise.reject(new Error('none')),
  })
  const answers = [
    await nowhere.list(),
    (await nowhere.keep(mine(), null)).kept,
    await nowhere.remove('key'),
    await nowhere.select('key', without([])),
  ]
  expect(await nowhere.choices('mine', DEFAULT_PREPARATION)).toEqual(NO_CHOICES)
  for (const answer of answers)
    expect(answer).toMatchObject({ sets: [], storage: null, problem: expect.stringContaining('cannot be kept here') })
  await expect(nowhere.open('key', 'mine')).rejects.toMatchObject({ name: 'KeptSetUnavailableError' })
})

test('nothing fails where the lock is refused', async () => {
  const locked = memoryStore(undefined, { exclusive: () => Promise.reject(new Error('not allowed')) })
  expect((await locked.keep(mine(), null)).kept.problem).toContain('cannot be kept here')
})

test('left out images are kept with the set; of many selections at once the last counts', async () => {
  const store = memoryStore()
  const key = await kept(store, mine())
  const answers = await Promise.all([[0], [0, 1], [0, 1, 2]].map((images) => store.select(key, without(images))))
  expect(answers.map((answer) => answer?.sets[0]?.count ?? null)).toEqual([null, null, 1])
  const { collection } = await store.open(key, 'mine')
  expect([...collection.leftOut]).toEqual([0, 1, 2])
  expect(collection.images).toEqual(mine().collection.images)
  await store.select(key, without([]))
  expect((await store.open(key, 'mine')).collection.leftOut.size).toBe(0)
})

test('choices come from the set with the same settings, or else from the newest with the name', async () => {
  const store = memoryStore()
  const [small, large, wide] = [16, 32, 64].map((size) => ({ ...mine().preparation, size }) as Preparation) as [
    Preparation,
    Preparation,
    Preparation,
  ]
  const choose = async (preparation: Preparation, image: number) => {
    const images = new Uint8Array(4 * preparation.size ** 2)
    const collection = { ...mine().collection, images, size: preparation.size }
    await store.select(await kept(store, { collection, preparation }), without([image]))
  }
  expect(await store.choices('mine', small)).toEqual(NO_CHOICES)
  await choose(small, 1)
  await choose(large, 2)
  await kept(store, mine('other'))
  expect((await store.choices('mine', small)).taken).toEqual(new Map([['mine 2', false]]))
  expect((await store.choices('mine', wide)).taken).toEqual(new Map([['mine 3', false]]))
  expect(await store.choices('nobody', small)).toEqual(NO_CHOICES)
})

const catsAndDogs: GivenLabels = { source: 'hand', names: ['cat', 'dog'], ofImages: Int32Array.of(1, -1, 0, 1) }

test('labels are kept with the set beside what is left out, until they are taken away', async () => {
  const root = new MemoryFolder()
  const store = memoryStore(root)
  const key = await kept(store, mine())
  await store.select(key, { ...without([2]), givenLabels: catsAndDogs })
  const { collection } = await memoryStore(root).open(key, 'mine')
  expect([collection.givenLabels, [...collection.leftOut]]).toEqual([catsAndDogs, [2]])
  await store.select(key, without([2]))
  expect((await store.open(key, 'mine')).collection).not.toHaveProperty('givenLabels')
})

test('labels are found again at another size: of the set with these settings, or else of the newest that has some', async () => {
  const store = memoryStore()
  const prepared = mine()
  const small = prepared.preparation
  await kept(store, prepared)
  const bigger = { ...prepared.collection, images: new Uint8Array(4 * 32 * 32), size: 32 }
  const large: PreparedSet = { collection: bigger, preparation: { ...small, size: 32 } }
  await store.select(await kept(store, large), { ...without([0]), givenLabels: catsAndDogs })
  const found = await store.choices('mine', small)
  expect([found.taken.size, withChoices(prepared.collection, found).givenLabels]).toEqual([0, catsAndDogs])
  const key = await kept(store, prepared)
  const ofSmall = { ...catsAndDogs, source: 'file', ofImages: Int32Array.of(0, 0, 1, -1) } as const
  await store.select(key, { ...without([]), givenLabels: ofSmall })
  expect(withChoices(prepared.collection, await store.choices('mine', small)).givenLabels).toEqual(ofSmall)
})

test('labels of a built-in set are kept without its images, for each set its own, and not for another number of images', async () => {
  const root = new MemoryFolder()
  const store = memoryStore(root)
  expect(await store.builtinLabels('digits', 4)).toBeNull()
  expect(await store.labelBuiltin('digits', catsAndDogs)).toMatchObject({ sets: [], problem: null })
  const later = memoryStore(root)
  expect(await later.builtinLabels('digits', 4)).toEqual(catsAndDogs)
  expect([await later.builtinLabels('digits', 5), await later.builtinLabels('emoji', 4)]).toEqual([null, null])
  const answers = await Promise.all([later.labelBuiltin('digits', catsAndDogs), later.labelBuiltin('digits', null)])
  expect([answers[0], await store.builtinLabels('digits', 4)]).toEqual([null, null]) // the first was overtaken
})

test('labels of a built-in set that cannot be kept are reported', async () => {
  const { root, state } = failingRoot()
  state.failing = 'full'
  expect((await memoryStore(root).labelBuiltin('digits', catsAndDogs))?.problem).toBe(
    'What you chose or labelled could not be kept with the set: the storage is full. Delete a set or free disk space.',
  )
})

test('a selection for a set that another tab has replaced does not change the new one', async () => {
  const root = new MemoryFolder()
  const [first, second] = [memoryStore(root), memoryStore(root, { now: () => 5000 })]
  const key = await kept(first, mine())
  await kept(second, mine('mine', 2))
  const answer = await first.select(key, { ...without([0]), givenLabels: catsAndDogs })
  expect(answer).toMatchObject({ sets: [{ key, count: 4 }], problem: expect.stringContaining('replaced by another tab') })
  expect((await second.open(key, 'mine')).collection).not.toHaveProperty('givenLabels')
})

test('the picked folder of a set is kept until the set is deleted or replaced from elsewhere', async () => {
  const store = memoryStore()
  const folder = photosFolder
  const { key, kept: keptSets } = await store.keep(mine(), folder)
  expect(keptSets.sets[0]?.folder).toBe(folder)
  expect((await store.list()).sets[0]?.folder).toBe(folder)
  await store.keep(mine(), null)
  expect((await store.list()).sets[0]?.folder).toBeNull()
  await store.keep(mine(), folder)
  await store.remove(String(key))
  await store.keep(mine(), null)
  expect((await store.list()).sets[0]?.folder).toBeNull()
})

test('where folders cannot be remembered the set is kept all the same', async () => {
  const fails = () => Promise.reject(new Error('not cloned'))
  const store = memoryStore(undefined, { sources: { get: fails, put: fails } })
  const { key, kept: keptSets } = await store.keep(mine(), photosFolder)
  expect(keptSets).toMatchObject({ sets: [{ key, folder: null }], problem: null })
})
