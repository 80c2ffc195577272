// Paths: which are ignored, how they are made distinct, and that long lists take linear time.
import { expect, test } from 'vitest'
import { distinctPaths, isClutter, isSplitPart, pathsInZip, sanitisePath } from './names.ts'

test.each([
  ['../../etc/passwd.png', 'etc/passwd.png'],
  ['/root.png', 'root.png'],
  ['a/./b//../c.png', 'a/b/c.png'],
  ['Größe 😀/写真.png', 'Größe 😀/写真.png'],
  ['', '(no name)'],
  ['..', '(no name)'],
  ['line\nbreak\u202egnp.exe', 'line\ufffdbreak\ufffdgnp.exe'],
])('%j is shown as %j', (path, shown) => {
  expect(sanitisePath(path)).toBe(shown)
})

test('a path of 10,000 folders is handled like any other', () => {
  const deep = `${'a/'.repeat(10_000)}x.png`
  expect(sanitisePath(`../${deep}`)).toBe(deep)
  expect(isClutter(deep)).toBe(false)
  expect(isClutter(deep.replace('x.png', 'Thumbs.db'))).toBe(true)
})

test('files of operating systems are ignored, others with similar names are not', () => {
  for (const path of ['.DS_Store', 'a/.hidden/x.gif', '__MACOSX/a.gif', 'a/Thumbs.db', 'desktop.ini'])
    expect(isClutter(path), path).toBe(true)
  for (const path of ['a.b/c.gif', '__MACOSXX/a.gif', 'my thumbs.db.png', 'a/thumbs.db/x.png']) expect(isClutter(path), path).toBe(false)
})

test('a single top folder named like its zip is dropped from the paths', () => {
  expect(pathsInZip('x/photos.zip', ['photos/a.png', 'photos/b/c.png'])).toEqual(['a.png', 'b/c.png'])
  expect(pathsInZip('x/photos.zip', ['photos/a.png', 'b.png'])).toEqual(['photos/a.png', 'b.png'])
})

test('the second file of a name gets a number that no other file has', () => {
  expect(distinctPaths(['a.png', 'b.png'])).toEqual(['a.png', 'b.png'])
  expect(distinctPaths(['d/a.png', 'd/a.png', 'd/a.png', 'e/a.png'])).toEqual(['d/a.png', 'd/a (2).png', 'd/a (3).png', 'e/a.png'])
  expect(distinctPaths(['a.png', 'a.png', 'a (2).png', 'a (2).png'])).toEqual(['a.png', 'a (3).png', 'a (2).png', 'a (2) (2).png'])
  expect(distinctPaths(['v1.2/a', 'v1.2/a', '.x', '.x'])).toEqual(['v1.2/a', 'v1.2/a (2)', '.x', '.x (2)'])
  const [composed, decomposed] = ['é.png', 'e\u0301.png'] // the same to the eye
  expect(distinctPaths([composed, decomposed])).toEqual([composed, 'e\u0301 (2).png'])
})

test('50,000 files of one name are numbered in linear time', () => {
  const paths = distinctPaths(Array.from({ length: 50_000 }, () => 'a.png'))
  expect(new Set(paths).size).toBe(50_000)
  expect(paths.at(-1)).toBe('a (50000).png')
})

test('parts of a split archive are recognised by their names', () => {
  for (const path of ['a/photos.z01', 'photos.Z12', 'photos.zip.002', 'b.7z.003', 'c.tar.001', 'c.tgz.010'])
    expect(isSplitPart(path), path).toBe(true)
  for (const path of ['photos.zip', 'photo.001', 'z01', 'a.z1', 'photos.zip.png']) expect(isSplitPart(path), path).toBe(false)
})
