// The pair of heads: what is read after a commit was cut short, and after either was damaged.
import { expect, test } from 'vitest'
import { readHeads, writeHead } from './head-pair.ts'
import { MemoryFolder } from './memory-folder.ts'

const NAME = 'head'

/** A folder with three commits, and what commits the next. */
async function committed() {
  const folder = new MemoryFolder()
  let current = null
  for (const sequence of [1, 2, 3]) current = await writeHead(folder, NAME, { sequence, ...{ word: `é ${sequence}` } }, current)
  return { folder, current }
}

test('commits take turns, and the newest is read', async () => {
  const { folder } = await committed()
  const { heads, files } = await readHeads(folder, NAME)
  expect(heads.map(({ sequence, slot, value }) => [sequence, slot, (value as { word: string }).word])).toEqual([
    [3, 0, 'é 3'],
    [2, 1, 'é 2'],
  ])
  expect(files).toBe(2)
  expect(await readHeads(new MemoryFolder(), NAME)).toEqual({ heads: [], files: 0 })
})

test('a commit that is cut short anywhere leaves the one before, and the next writes over the broken one', async () => {
  const { folder, current } = await committed()
  await writeHead(folder, NAME, { sequence: 4 }, current)
  const whole = folder.files.get('head-1') as Uint8Array
  for (let length = 0; length < whole.length; length++) {
    folder.files.set('head-1', whole.slice(0, length))
    const found = await readHeads(folder, NAME)
    expect([found.files, ...found.heads.map(({ sequence }) => sequence)]).toEqual([1, 3])
  }
  const { heads } = await readHeads(folder, NAME)
  await writeHead(folder, NAME, { sequence: 5 }, heads[0] ?? null)
  expect((await readHeads(folder, NAME)).heads.map(({ sequence }) => sequence)).toEqual([5, 3])
})

test('a head with any bit flipped is not believed', async () => {
  const { folder } = await committed()
  const whole = folder.files.get('head-0') as Uint8Array
  for (let at = 0; at < whole.length; at++) {
    const flipped = whole.slice()
    flipped[at] = (flipped[at] as number) ^ (1 << (at % 8))
    folder.files.set('head-0', flipped)
    const found = await readHeads(folder, NAME)
    expect(found.heads.map(({ sequence }) => sequence)).toEqual([2])
    if (at < whole.length - 1) expect(found.files).toBe(2) // it was complete once
  }
})
