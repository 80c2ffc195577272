// Symbolic links in a folder: each file is listed once, by its own path where it has one, and nothing is walked in circles.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listFolder } from './folder.ts'

let top: string
let folder: string
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'quarterturn-folder-'))
  folder = join(top, 'photos')
  for (const path of ['photos/cats', 'elsewhere/dogs']) await mkdir(join(top, path), { recursive: true })
  await writeFile(join(folder, 'cats/a.png'), 'cat')
  await writeFile(join(top, 'elsewhere/b.png'), 'bird')
  await writeFile(join(top, 'elsewhere/dogs/c.png'), 'dog')
})
afterEach(() => rm(top, { recursive: true }))

const pathsOf = async (root = folder) => (await listFolder(root)).map(({ path }) => path).sort()

test('links to files and folders elsewhere are followed', async () => {
  await symlink(join(top, 'elsewhere'), join(folder, 'linked'))
  expect(await pathsOf()).toEqual(['cats/a.png', 'linked/b.png', 'linked/dogs/c.png'])
  const [, bird] = (await listFolder(folder)).sort((a, b) => (a.path < b.path ? -1 : 1))
  expect(new TextDecoder().decode(await bird?.read(0, 9))).toBe('bird')
})

test('links into a hidden folder, where git-annex keeps files, are followed', async () => {
  await mkdir(join(folder, '.store'), { recursive: true })
  await writeFile(join(folder, '.store/object'), 'a picture')
  await symlink('../.store/object', join(folder, 'cats/linked.png'))
  expect(await pathsOf()).toEqual(['cats/a.png', 'cats/linked.png'])
})

test('what is in the folder already, or is linked twice, is listed once', async () => {
  await symlink(join(folder, 'cats'), join(folder, 'again'))
  await symlink('cats/a.png', join(folder, 'Z.png'))
  await symlink(join(top, 'elsewhere/dogs'), join(folder, 'dogs 1'))
  await symlink(join(top, 'elsewhere/dogs'), join(folder, 'dogs 2'))
  await symlink(join(top, 'elsewhere/dogs/c.png'), join(folder, 'e.png'))
  expect(await pathsOf()).toEqual(['cats/a.png', 'dogs 1/c.png'])
})

test('cycles end: a link to its own folder, to a parent, to itself, and two folders that link to each other', async () => {
  await symlink(folder, join(folder, 'cats/up'))
  await symlink('.', join(folder, 'here'))
  await symlink('loop', join(folder, 'loop'))
  await symlink(join(top, 'elsewhere'), join(folder, 'there'))
  await symlink(folder, join(top, 'elsewhere/back'))
  await symlink(top, join(top, 'elsewhere/top'))
  expect(await pathsOf()).toEqual(['cats/a.png', 'loop', 'there/b.png', 'there/dogs/c.png'])
})

test('a broken link is listed as unreadable, and a folder that is a link itself is read', async () => {
  await symlink('gone.png', join(folder, 'broken.png'))
  await symlink(folder, join(top, 'link'))
  expect(await pathsOf(join(top, 'link'))).toEqual(['broken.png', 'cats/a.png'])
  const broken = (await listFolder(folder)).find(({ path }) => path === 'broken.png')
  await expect(broken?.read(0, 1)).rejects.toThrow('A link to a file or folder that is not there.')
})
