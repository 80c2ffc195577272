import { expect, test } from 'vitest'
import { harmlessPath, isClutter, pathsInZip } from './names.ts'

test.each([
  ['../../etc/passwd.png', 'etc/passwd.png'],
  ['/root.png', 'root.png'],
  ['a/./b//../c.png', 'a/b/c.png'],
  ['Größe 😀/写真.png', 'Größe 😀/写真.png'],
  ['line\nbreak\u202egnp.exe', 'line\ufffdbreak\ufffdgnp.exe'],
])('%j is shown as %j', (path, shown) => {
  expect(harmlessPath(path)).toBe(shown)
})

test('a path of 10,000 folders is a name like any other', () => {
  const deep = `${'a/'.repeat(10_000)}x.png`
  expect(harmlessPath(`../${deep}`)).toBe(deep)
  expect(isClutter(deep)).toBe(false)
  expect(isClutter(deep.replace('x.png', 'Thumbs.db'))).toBe(true)
})

test('what systems leave behind is clutter, what only looks like it is not', () => {
  for (const path of ['.DS_Store', 'a/.hidden/x.gif', '__MACOSX/a.gif', 'a/Thumbs.db', 'desktop.ini'])
    expect(isClutter(path), path).toBe(true)
  for (const path of ['a.b/c.gif', '__MACOSXX/a.gif', 'my thumbs.db.png', 'a/thumbs.db/x.png']) expect(isClutter(path), path).toBe(false)
})

test('the folder that a zip is named after tells nothing', () => {
  expect(pathsInZip('x/photos.zip', ['photos/a.png', 'photos/b/c.png'])).toEqual(['a.png', 'b/c.png'])
  expect(pathsInZip('x/photos.zip', ['photos/a.png', 'b.png'])).toEqual(['photos/a.png', 'b.png'])
})
