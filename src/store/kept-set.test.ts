// A kept set on a disk that fails at each of its operations: what a person chose and labelled is there as before or as after, never a mixture.
import { expect, test } from 'vitest'
import { type Collection, collectionOf } from '../data/collection.ts'
import { type GivenLabels, NO_CLASS } from '../spec/classes.ts'
import { DEFAULT_PREPARATION } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { FolderError } from './errors.ts'
import { FAULTS, type Fault, FaultyDisk } from './faulty-disk.ts'
import { readBuiltinLabels, writeBuiltinLabels } from './kept-labels.ts'
import { readSet, type Selection, writeSelection, writeSet } from './kept-set.ts'

const SAVED_AT = 1000
const SEEDS = 2

const labels = (source: 'file' | 'hand', ...ofImages: number[]): GivenLabels => ({
  source,
  names: ['cat', 'dog'],
  ofImages: Int32Array.from(ofImages),
})
const before: Selection = { leftOut: new Set([1]), byHand: new Set([1]), givenLabels: labels('file', 0, 1, NO_CLASS) }
const after: Selection = { leftOut: new Set([2]), byHand: new Set([2]), givenLabels: labels('hand', 1, 1, 0) }
const withoutLabels: Selection = { leftOut: new Set(), byHand: new Set() }

function pickSelection({ leftOut, byHand, givenLabels }: Collection): Selection {
  return { leftOut, byHand, ...(givenLabels && { givenLabels }) }
}

async function prepare(): Promise<FaultyDisk> {
  const disk = new FaultyDisk()
  const images = Uint8Array.from({ length: 3 * 16 * 16 }, (_, i) => i % 251)
  const collection = collectionOf({ name: 'mine', label: 'mine', images, count: 3, size: 16, channels: 1 })
  await writeSet(disk.folder(), { collection, preparation: { ...DEFAULT_PREPARATION, size: 16 } }, SAVED_AT)
  await writeSelection(disk.folder(), before, SAVED_AT)
  return disk
}

/** @returns whether there was such an operation */
async function tryOnce(prepared: FaultyDisk, fault: Fault, operation: number, seed: number, wanted: Selection): Promise<boolean> {
  const disk = prepared.copy()
  disk.arm(fault, operation, seed)
  const failure = await writeSelection(disk.folder(), wanted, SAVED_AT).then(
    () => null,
    (error: unknown) => error,
  )
  if (!disk.hasFailed) return false
  if (failure !== null) expect(failure).toBeInstanceOf(FolderError)
  disk.restart()
  const found = pickSelection((await readSet(disk.folder())).prepared.collection)
  expect(failure === null ? [wanted] : [before, wanted]).toContainEqual(found)
  await writeSelection(disk.folder(), after, SAVED_AT)
  expect(pickSelection((await readSet(disk.folder())).prepared.collection)).toEqual(after)
  return true
}

const FAULT_NAMES = Object.keys(FAULTS) as Fault[]

test.each(FAULT_NAMES)('labels of a built-in set survive this: %s', async (fault) => {
  const [old, wanted] = [labels('file', 0, 1, NO_CLASS), labels('hand', 1, 1, 0)]
  for (let seed = 0; seed < SEEDS; seed++) {
    for (let operation = 1; ; operation++) {
      const disk = new FaultyDisk()
      await writeBuiltinLabels(disk.folder(), old)
      disk.arm(fault, operation, seed)
      const isWritten = await writeBuiltinLabels(disk.folder(), wanted).then(
        () => true,
        () => false,
      )
      if (!disk.hasFailed) break
      disk.restart()
      expect(isWritten ? [wanted] : [old, wanted]).toContainEqual(await readBuiltinLabels(disk.folder(), 3))
      await writeBuiltinLabels(disk.folder(), wanted)
      expect(await readBuiltinLabels(disk.folder(), 3)).toEqual(wanted)
    }
  }
})

test.each(FAULT_NAMES)('labels that are given and taken away survive this: %s', async (fault) => {
  const prepared = await prepare()
  for (const wanted of [after, withoutLabels]) {
    let operations = 0
    for (let seed = 0; seed < SEEDS; seed++) {
      for (let operation = 1; await tryOnce(prepared, fault, operation, seed, wanted); operation++) operations++
    }
    expect(operations).toBeGreaterThan(SEEDS)
  }
})

test('labels of a built-in set that are written again and again on a disk that fails are never lost', async () => {
  const random = new RandomStream(1, 'dataset')
  const disk = new FaultyDisk()
  const drawn = () => labels('hand', random.below(3) - 1, random.below(3) - 1, random.below(3) - 1)
  let possible = [drawn()]
  await writeBuiltinLabels(disk.folder(), possible[0] as GivenLabels)
  for (let round = 0; round < 400; round++) {
    const wanted = drawn()
    disk.arm(FAULT_NAMES[random.below(FAULT_NAMES.length)] as Fault, 1 + random.below(12), random.bits())
    const isWritten = await writeBuiltinLabels(disk.folder(), wanted).then(
      () => true,
      () => false,
    )
    disk.restart()
    const found = await readBuiltinLabels(disk.folder(), 3)
    possible = isWritten ? [wanted] : [...possible, wanted]
    expect(possible).toContainEqual(found)
    possible = [found as GivenLabels, ...(isWritten ? [] : possible)] // what was found may not be flushed yet
  }
})
