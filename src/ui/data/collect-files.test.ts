// Collecting files from an input or a drop.
import { expect, test } from 'vitest'
import { readDrop, toSource } from './collect-files.ts'

const picked = (paths: readonly string[]) => toSource(paths.map((path) => ({ path, file: new File(['x'], path) })))
const pathsOf = (paths: readonly string[]) => picked(paths).files.map(({ path }) => path)

test('a single folder names the set and is removed from the paths', () => {
  const paths = ['cats/a.png', 'cats/old/b.png']
  expect(picked(paths).name).toBe('cats')
  expect(pathsOf(paths)).toEqual(['a.png', 'old/b.png'])
})

test('several files and folders keep their paths', () => {
  const paths = ['cats/a.png', 'dogs/b.png', 'c.png']
  expect(picked(paths).name).toBe('3 files')
  expect(pathsOf(paths)).toEqual(paths)
  expect(picked(['c.png']).name).toBe('c.png')
})

function fakeFile(fullPath: string, readable = true): FileSystemFileEntry {
  const name = fullPath.split('/').at(-1) ?? ''
  const file = (resolve: FileCallback, reject?: ErrorCallback) =>
    readable ? resolve(new File(['x'], name)) : reject?.(new DOMException('gone', 'NotFoundError'))
  return { isFile: true, isDirectory: false, name, fullPath, file } as FileSystemFileEntry
}

/** Returns its children a hundred at a time, as Chrome does. */
function fakeFolder(fullPath: string, children: readonly FileSystemEntry[]): FileSystemDirectoryEntry {
  let given = 0
  const readEntries = (resolve: FileSystemEntriesCallback) => {
    resolve(children.slice(given, given + 100))
    given += 100
  }
  return { isFile: false, isDirectory: true, fullPath, createReader: () => ({ readEntries }) } as unknown as FileSystemDirectoryEntry
}

const drop = (entries: readonly (FileSystemEntry | File)[]) =>
  readDrop({
    items: entries.map((entry) => ({
      webkitGetAsEntry: () => (entry instanceof File ? null : entry),
      getAsFile: () => (entry instanceof File ? entry : null),
    })) as unknown as DataTransferItemList,
  })

test('dropped folders are read recursively, together with dropped files', async () => {
  const many = Array.from({ length: 250 }, (_, i) => fakeFile(`/cats/old/${i}.png`))
  const files = await drop([
    fakeFolder('/cats', [fakeFile('/cats/a.png'), fakeFolder('/cats/old', many)]),
    fakeFile('/b.png'),
    new File(['x'], 'c.png'),
  ])
  expect(files).toHaveLength(253)
  const paths = new Set(files.map(({ path }) => path))
  for (const path of ['cats/a.png', 'cats/old/0.png', 'cats/old/249.png', 'b.png', 'c.png']) expect(paths).toContain(path)
})

test('a dropped file or folder that cannot be opened is passed on without a file, so that it can be reported', async () => {
  const readEntries = (_: unknown, reject: ErrorCallback) => reject(new DOMException('not allowed', 'NotReadableError'))
  const closed = { ...fakeFolder('/cats', []), createReader: () => ({ readEntries }) } as unknown as FileSystemDirectoryEntry
  const files = await drop([fakeFile('/a.png', false), fakeFile('/b.png'), closed])
  expect(Object.fromEntries(files.map(({ path, file }) => [path, file?.size ?? null]))).toEqual({ 'a.png': null, 'b.png': 1, cats: null })
})
