// Results of tuning, saved to files and read again.
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tuningFiles } from './tuning-files.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quarterturn-'))
})
afterEach(() => rm(root, { recursive: true }))

test('each adapter has its own choices, and the last saved ones count', async () => {
  const store = tuningFiles(root)
  await store.save('one', { a: 1 })
  await store.save('two', { a: 2 })
  await store.save('one', { a: 3, b: 4 })
  expect(await tuningFiles(root).load('one')).toEqual({ a: 3, b: 4 })
  expect(await store.load('two')).toEqual({ a: 2 })
})

test('a missing or damaged file is an error, which tuning treats as nothing saved', async () => {
  const store = tuningFiles(root)
  await expect(store.load('one')).rejects.toThrow()
  await store.save('one', { a: 1 })
  const [file] = await readdir(join(root, '.cache/tunings'))
  await writeFile(join(root, '.cache/tunings', file as string), '{"a":')
  await expect(store.load('one')).rejects.toThrow()
})

test.skipIf(process.platform === 'win32')('a file that is read while it is replaced is read as it was', async () => {
  const store = tuningFiles(root)
  await store.save('one', { a: 1 })
  const [file] = await readdir(join(root, '.cache/tunings'))
  const reader = await open(join(root, '.cache/tunings', file as string))
  await store.save('one', { a: 2, b: 3 })
  expect(await reader.readFile('utf8')).toBe('{"a":1}')
  await reader.close()
})
