// Folders of a real disk.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodeFolder } from './node-folder.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

let path = ''
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'quarterturn-folder-'))
})
afterAll(() => rm(path, { recursive: true }))

/** An empty folder of its own. */
const newFolder = (name: string) => nodeFolder(path).folder(name, true)

test('a file written in pieces is read back, whole and in part, and a shorter one replaces it', async () => {
  const folder = await newFolder('write')
  async function* pieces() {
    yield bytes(1, 2, 3)
    yield bytes(4, 5)
  }
  await folder.write('a', pieces())
  const file = await folder.file('a')
  expect([file.size, await file.read(0, 9), await file.read(1, 3), await file.read(7, 9)]).toEqual([
    5,
    bytes(1, 2, 3, 4, 5),
    bytes(2, 3),
    bytes(),
  ])
  await folder.write('a', [new TextEncoder().encode('é')])
  expect(await (await folder.file('a')).text()).toBe('é')
})

test('what is appended stands behind what stays, also of a longer file, and where there was no file', async () => {
  const folder = await newFolder('append')
  const read = async () => (await folder.file('log')).read(0, 99)
  await folder.append('log', 0, [bytes(1, 2, 3)])
  await folder.append('log', 3, [bytes(4), bytes(5)])
  expect(await read()).toEqual(bytes(1, 2, 3, 4, 5))
  await folder.append('log', 2, [bytes(9)])
  expect(await read()).toEqual(bytes(1, 2, 9))
  await folder.append('log', 1, [])
  expect(await read()).toEqual(bytes(1))
})

test('a source of pieces that fails leaves what was before them', async () => {
  const folder = await newFolder('failing')
  await folder.write('log', [bytes(1, 2)])
  async function* pieces() {
    yield bytes(3)
    throw new Error('no more')
  }
  await expect(folder.append('log', 2, pieces())).rejects.toMatchObject({ name: 'FolderError', fault: 'other' })
  expect(await (await folder.file('log')).read(0, 2)).toEqual(bytes(1, 2))
})

test('folders and files are listed without swap files, removed, and missed with a sentence', async () => {
  const folder = await newFolder('list')
  await (await folder.folder('sub', true)).write('inner', [bytes(1)])
  await folder.write('a', [bytes(1)])
  await writeFile(join(path, 'list', 'a.crswap'), 'x')
  expect((await folder.names()).sort()).toEqual(['a', 'sub'])
  await folder.remove('sub')
  await folder.remove('sub')
  expect((await readdir(join(path, 'list'))).sort()).toEqual(['a', 'a.crswap'])
  const missing = { name: 'FolderError', fault: 'missing', message: expect.stringContaining(`${join('list', 'b')}”`) }
  await expect(folder.file('b')).rejects.toMatchObject(missing)
  await expect(folder.folder('b')).rejects.toMatchObject(missing)
  await expect(folder.folder('a')).rejects.toMatchObject({ fault: 'other' })
})
