// Picked folders: deep, large, unreadable and cancelled ones.
import { expect, test } from 'vitest'
import type { FolderHandle } from '../spec/files.ts'
import { readFolder } from './read-folder.ts'
import { pickedFile, pickedFolder } from './test-support.ts'

const on = { aborted: false }
const bytes = (...values: number[]) => Uint8Array.from(values)
const pathsOf = ({ files }: Awaited<ReturnType<typeof readFolder>>) => files.map(({ path }) => path).sort()

test('finds the files of all folders under their paths, with their names and sizes', async () => {
  const beach = pickedFolder('beach', [pickedFile('b.png', bytes(1, 2))])
  const contents = await readFolder(pickedFolder('photos', [pickedFile('a.png', bytes(7)), beach, pickedFolder('empty', [])]), on)
  expect(pathsOf(contents)).toEqual(['a.png', 'beach/b.png'])
  const deep = contents.files.find(({ path }) => path === 'beach/b.png')?.file
  expect([deep?.name, deep?.size]).toEqual(['b.png', 2])
  expect(contents.findings).toEqual([])
})

test('reads 10,000 levels of folders and 1,000 files', async () => {
  let folder: FolderHandle = pickedFolder('bottom', [pickedFile('deep.png', bytes(1))])
  for (let level = 1; level < 10_000; level++) folder = pickedFolder('f', [folder])
  const files = Array.from({ length: 999 }, (_, i) => pickedFile(`${i}.png`, bytes(i % 256)))
  const contents = await readFolder(pickedFolder('root', [...files, folder]), on)
  expect(contents.files).toHaveLength(1000)
  expect(contents.files.some(({ path }) => path.split('/').length === 10_001 && path.endsWith('bottom/deep.png'))).toBe(true)
})

test('what cannot be read is listed with a sentence and stops nothing', async () => {
  const entries = [pickedFolder('locked', null), pickedFile('gone.png', null), pickedFile('good.png', bytes(1))]
  const contents = await readFolder(pickedFolder('photos', entries), on)
  expect(pathsOf(contents)).toEqual(['good.png'])
  expect(contents.findings.map(({ path, kind, image }) => [path, kind, image]).sort()).toEqual([
    ['gone.png', 'unreadable', null],
    ['locked/', 'unreadable', null],
  ])
})

test('a folder that may not be read at all says what to do', async () => {
  const refused = readFolder(pickedFolder('photos', null), on)
  await expect(refused).rejects.toMatchObject({ failure: { reason: 'bad-data', message: expect.stringContaining('“photos”') } })
})

test('stops when the import is cancelled', async () => {
  const signal = { aborted: false }
  const folder: FolderHandle = {
    kind: 'directory',
    name: 'endless',
    async *values() {
      for (let i = 0; ; i++) {
        if (i === 3) signal.aborted = true
        yield pickedFile(`${i}.png`, bytes(1))
      }
    },
  }
  expect(await readFolder(folder, signal)).toEqual({ files: [], findings: [] })
})
