// Folders of the browser’s private file system, on a file system in memory that can be made to fail.
import { expect, test } from 'vitest'
import { browserFolder } from './browser-folder.ts'
import { fileError, MemoryDirectory } from './test-support.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

/** A folder whose writes and removals fail while `failing` names an error. */
function failingFolder() {
  const state: { failing: string | null } = { failing: null }
  const folder = browserFolder(
    new MemoryDirectory(() => {
      if (state.failing) throw fileError(state.failing)
    }),
    async () => undefined,
  )
  return { folder, state }
}

test('a file written in parts is read back, whole and in part, and a shorter one replaces it', async () => {
  const folder = browserFolder(new MemoryDirectory())
  await folder.write('a', [bytes(1, 2, 3), bytes(4, 5)])
  const file = await folder.file('a')
  expect([file.size, await file.read(0, 9), await file.read(1, 3)]).toEqual([5, bytes(1, 2, 3, 4, 5), bytes(2, 3)])
  await folder.write('a', [bytes(9)])
  expect(await (await folder.file('a')).read(0, 9)).toEqual(bytes(9))
})

test('what is appended stands behind what stays, also of a longer file, and where there was no file', async () => {
  const folder = browserFolder(new MemoryDirectory())
  const read = async () => (await folder.file('log')).read(0, 99)
  await folder.append('log', 0, [bytes(1, 2, 3)])
  await folder.append('log', 3, [bytes(4), bytes(5)])
  expect(await read()).toEqual(bytes(1, 2, 3, 4, 5))
  await folder.append('log', 2, [bytes(9)])
  expect(await read()).toEqual(bytes(1, 2, 9))
  await folder.append('log', 1, [])
  expect(await read()).toEqual(bytes(1))
})

test('other work gets a turn between two pieces, and a source of pieces that fails leaves no handle open', async () => {
  const directory = new MemoryDirectory()
  const turns: number[] = []
  const folder = browserFolder(directory, async (milliseconds) => void turns.push(milliseconds))
  async function* pieces() {
    yield bytes(1)
    yield bytes(2)
    throw new Error('no more')
  }
  await expect(folder.write('a', pieces())).rejects.toMatchObject({ name: 'FolderError', message: 'no more' })
  expect([turns, directory.opened]).toEqual([[0], 0])
})

test('a file that the page before still holds is tried again for two seconds', async () => {
  const directory = new MemoryDirectory()
  const turns: number[] = []
  let held = 3
  const folder = browserFolder(directory, async (milliseconds) => void turns.push(milliseconds))
  directory.onOpen = () => {
    if (held-- > 0) throw fileError('NoModificationAllowedError')
  }
  await folder.write('a', [bytes(1)])
  expect(turns).toEqual([50, 50, 50])
  held = Number.POSITIVE_INFINITY
  await expect(folder.write('a', [bytes(1)])).rejects.toMatchObject({ fault: 'busy' })
  expect(turns.length - 3).toBe(39)
})

test('files that the browser writes for a stream are not listed', async () => {
  const folder = browserFolder(new MemoryDirectory())
  await folder.write('a', [bytes(1)])
  await folder.write('a.crswap', [bytes(1)])
  expect(await folder.names()).toEqual(['a'])
})

test('folders are made only when asked for, listed with the files, and removed; removing what is gone is no error', async () => {
  const folder = browserFolder(new MemoryDirectory())
  await expect(folder.folder('sub')).rejects.toMatchObject({ fault: 'missing' })
  await expect(folder.file('a')).rejects.toMatchObject({ fault: 'missing' })
  await (await folder.folder('sub', true)).write('inner', [bytes(1)])
  await folder.write('a', [bytes(1)])
  expect((await folder.names()).sort()).toEqual(['a', 'sub'])
  expect(await (await folder.folder('sub')).names()).toEqual(['inner'])
  await folder.remove('sub')
  await folder.remove('sub')
  expect(await folder.names()).toEqual(['a'])
})

test.each([
  ['QuotaExceededError', 'full'],
  ['NoModificationAllowedError', 'busy'],
  ['SecurityError', 'other'],
])('%s of the browser becomes the fault "%s" with the same message', async (name, fault) => {
  const { folder, state } = failingFolder()
  state.failing = name
  for (const failed of [folder.write('a', [bytes(1)]), folder.append('t', 0, [bytes(1)]), folder.remove('a')])
    await expect(failed).rejects.toMatchObject({ fault, message: name })
})

test('a file of which the browser wrote only a part is an error', async () => {
  const directory = new MemoryDirectory()
  const short = Object.assign(await directory.getFileHandle('a', { create: true }), {
    createSyncAccessHandle: async () => ({ write: () => 1, truncate: () => {}, flush: () => {}, close: () => {} }),
  })
  directory.getFileHandle = async () => short
  await expect(browserFolder(directory).write('a', [bytes(1, 2)])).rejects.toThrow('only 1 of 2 bytes were written')
})
