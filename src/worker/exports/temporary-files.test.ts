// Where unfinished exports lie, and what becomes of those that a closed or crashed tab has left.
import { expect, test } from 'vitest'
import { FolderError } from '../../store/errors.ts'
import { MemoryFolder } from '../../store/memory-folder.ts'
import { fileError, MemoryDirectory, MemoryLocks } from '../test-support.ts'
import { temporaryFilesIn } from '../trainer-test-support.ts'
import { memorySink, openSink, storageSink } from './file-sink.ts'
import type { FilePath } from './temporary-files.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const contentOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer())

async function written(root: MemoryFolder, path: FilePath | null): Promise<FilePath> {
  if (path === null) throw new Error('there is no place for it')
  const [folder, tab, file] = path
  await (await (await root.folder(folder)).folder(tab)).write(file, [bytes(1)])
  return path
}

const tabsOf = async (root: MemoryFolder) => (await (await root.folder('exports')).names()).length

test('what a tab has left that is gone is removed when the page is opened next, but not what another tab is making', async () => {
  const [root, locks] = [new MemoryFolder(), new MemoryLocks()]
  const tabs = [locks.tab(), locks.tab()] as const
  const [crashed, living] = tabs.map((tab) => temporaryFilesIn(root, tab)) as [
    ReturnType<typeof temporaryFilesIn>,
    ReturnType<typeof temporaryFilesIn>,
  ]
  await written(root, await crashed.newPath())
  const [, tab, file] = await written(root, await living.newPath())
  const opened = temporaryFilesIn(root, locks.tab())
  await opened.removeLeftovers()
  expect(await tabsOf(root)).toBe(2)
  tabs[0].die()
  await opened.removeLeftovers()
  expect(await tabsOf(root)).toBe(1)
  expect(await (await (await root.folder('exports')).folder(tab)).names()).toEqual([file])
})

test('a file that is still held a moment is removed as soon as it is let go of', async () => {
  let held = 3
  const root = new MemoryFolder((name) => {
    if (name === '1' && held-- > 0 && held < 3) throw new FolderError('busy', 'held')
  })
  const files = temporaryFilesIn(root)
  const path = await files.newPath()
  held = 0
  await written(root, path)
  held = 3
  await files.remove(path as FilePath)
  expect(await (await (await root.folder('exports')).folder((path as FilePath)[1])).names()).toEqual([])
})

test('where there is no file system files are made in memory, and removing is no error', async () => {
  const files = temporaryFilesIn(null)
  await files.removeLeftovers()
  expect(await files.newPath()).toBeNull()
  await files.remove(['exports', 'tab', '1'])
})

test.each(['storage', 'memory'] as const)('bytes may be written over earlier ones, in %s', async (where) => {
  const disk = new MemoryDirectory()
  await (await disk.getDirectoryHandle('exports', { create: true })).getDirectoryHandle('tab', { create: true })
  const sink = where === 'storage' ? await storageSink(disk, ['exports', 'tab', '1'], 'video/mp4') : memorySink('video/mp4')
  await sink.write(bytes(1, 2, 3), 0)
  await sink.write(new Uint8Array(3 << 20).fill(4), 3) // more than memory has at first
  await sink.write(bytes(9), 1)
  const file = await sink.finish()
  expect([file.size, file.type, ...(await contentOf(file.slice(0, 4)))]).toEqual([3 + (3 << 20), 'video/mp4', 1, 9, 3, 4])
})

test('a full disk is told as one, and where files cannot be opened memory serves', async () => {
  let fault: string | null = null
  const disk = new MemoryDirectory(() => {
    if (fault !== null) throw fileError(fault)
  })
  await (await disk.getDirectoryHandle('exports', { create: true })).getDirectoryHandle('tab', { create: true })
  const sink = await storageSink(disk, ['exports', 'tab', '1'], '')
  fault = 'QuotaExceededError'
  await expect(sink.write(bytes(1), 0)).rejects.toMatchObject({ name: 'FolderError', fault: 'full' })
  const instead = await openSink(async () => disk, ['nowhere', 'tab', '1'], '')
  await instead.write(bytes(5), 0)
  expect(await contentOf(await instead.finish())).toEqual(bytes(5))
})
