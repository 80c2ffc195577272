import { expect, test } from 'vitest'
import { toSource } from './collect-files.ts'

const picked = (paths: readonly string[]) =>
  toSource(paths.map((path) => ({ path, file: { name: path, size: 1, arrayBuffer: async () => new ArrayBuffer(1) } })))
const pathsOf = (paths: readonly string[]) => picked(paths).files.map(({ path }) => path)

test('one folder gives its name to the set, paths are inside it', () => {
  const paths = ['cats/a.png', 'cats/old/b.png']
  expect(picked(paths).name).toBe('cats')
  expect(pathsOf(paths)).toEqual(['a.png', 'old/b.png'])
})

test('several things keep their paths', () => {
  const paths = ['cats/a.png', 'dogs/b.png', 'c.png']
  expect(picked(paths).name).toBe('3 files')
  expect(pathsOf(paths)).toEqual(paths)
  expect(picked(['c.png']).name).toBe('c.png')
})

test('what a system puts into folders was not chosen', () => {
  expect(pathsOf(['cats/.DS_Store', 'cats/a.png', '__MACOSX/cats/._a.png', 'cats/Thumbs.db'])).toEqual(['a.png'])
})
