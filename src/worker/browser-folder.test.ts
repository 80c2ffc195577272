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

test('a text is replaced as a whole, and stays as it was where that fails', async () => {
  const { folder, state } = failingFolder()
  await folder.replace('t', 'old')
  state.failing = 'QuotaExceededError'
  await expect(folder.replace('t', 'new')).rejects.toMatchObject({ name: 'FolderError', fault: 'full' })
  expect(await (await folder.file('t')).text()).toBe('old')
  state.failing = null
  await folder.replace('t', 'new')
  expect(await (await folder.file('t')).text()).toBe('new')
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
  ['AbortError', 'full'],
  ['NoModificationAllowedError', 'busy'],
  ['SecurityError', 'other'],
])('%s of the browser becomes the fault "%s" with the same message', async (name, fault) => {
  const { folder, state } = failingFolder()
  state.failing = name
  for (const failed of [folder.write('a', [bytes(1)]), folder.replace('t', 'x'), folder.remove('a')])
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
