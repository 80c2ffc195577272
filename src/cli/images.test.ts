// `images`: what an import makes of a folder, in lines and in pictures; nothing of a person's is ever written over.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CancelledError } from '../spec/cancel.ts'
import { RandomStream } from '../spec/rng.ts'
import { describeError, UsageError } from './errors.ts'
import { images } from './images.ts'
import { score } from './score.ts'
import { runCommand } from './test-support.ts'
import { train } from './train.ts'

const CONTEXT = { root: process.cwd() }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-images-'))
  const photos = join(folder, 'photos')
  for (const name of ['cats', 'dogs, "big"']) await mkdir(join(photos, name), { recursive: true })
  await writeFile(join(photos, 'cats/a.png'), await noise(1))
  await writeFile(join(photos, 'cats/copy of a.png'), await noise(1))
  await writeFile(join(photos, 'cats/notes.jpg'), 'These are my notes.')
  await writeFile(join(photos, 'dogs, "big"/b.png'), await noise(2))
})
afterAll(() => rm(folder, { recursive: true }))

/** 16 x 16 pixels, which stay what they are in a set of 16 px. */
function noise(seed: number): Promise<Buffer> {
  const pixels = new RandomStream(seed, 'dataset').uniforms(16 * 16 * 3).map((share) => 255 * share)
  return sharp(Uint8Array.from(pixels), { raw: { width: 16, height: 16, channels: 3 } })
    .png()
    .toBuffer()
}

const rgb = (file: string | Buffer) => sharp(file).removeAlpha().raw().toBuffer()

test('each finding and warning is a line, each image a picture in the order of the set, and the table says what is left out', async () => {
  const out = join(folder, 'looked', 'at')
  const { code, lines } = await runCommand('images', '--data', join(folder, 'photos'), '--set', 'size=16', '--out', out, '--json')
  expect(code).toBe(0)
  expect(lines).toEqual([
    { event: 'finding', path: 'cats/copy of a.png', kind: 'duplicate', sentence: 'The same file as cats/a.png.', image: 1 },
    { event: 'finding', path: 'cats/notes.jpg', kind: 'unknown', sentence: 'Not an image: it starts like text.', image: null },
    { event: 'warning', path: null, kind: 'few', sentence: expect.stringMatching(/^Only 2 images\. /), remedy: expect.anything() },
    { event: 'done', images: 3, rejected: 1, leftOut: 1, size: 16, channels: 3, out },
  ])
  expect(await readdir(out)).toEqual(['000000.png', '000001.png', '000002.png', 'index.csv'])
  for (const [i, seed] of [1, 1, 2].entries()) expect(await rgb(join(out, `00000${i}.png`))).toEqual(await rgb(await noise(seed)))
  expect((await readFile(join(out, 'index.csv'), 'utf8')).split('\r\n')).toEqual([
    'number,path,label,leftOut',
    '0,cats/a.png,cats,',
    '1,cats/copy of a.png,cats,The same file as cats/a.png.',
    '2,"dogs, ""big""/b.png","dogs, ""big""",',
    '',
  ])
})

test('a folder without any image prints a finding a file, and fails', async () => {
  const texts = join(folder, 'texts')
  await mkdir(texts)
  await writeFile(join(texts, 'a.txt'), 'text')
  const { code, lines, errors } = await runCommand('images', '--data', texts, '--json')
  expect(lines).toMatchObject([
    { event: 'finding', path: 'a.txt', sentence: 'Not an image: it starts like text.' },
    { event: 'done', images: 0, rejected: 1, out: null },
  ])
  expect(errors).toBe('“a.txt” cannot be used. Not an image: it starts like text.\n')
  expect(code).toBe(1)
})

test('nothing is overwritten, and nothing is written into the folder of the images', async () => {
  const look = (out: string) => images(['--data', join(folder, 'photos'), '--out', out], CONTEXT)
  const full = join(folder, 'full')
  await mkdir(full)
  await writeFile(join(full, '000000.png'), 'mine')
  await expect(look(full)).rejects.toThrow('full” holds files already, and none is written over')
  expect(await readFile(join(full, '000000.png'), 'utf8')).toBe('mine')
  await expect(look(join(full, '000000.png'))).rejects.toThrow('is a file: --out takes a folder')
  await expect(look(join(full, '000000.png', 'deeper'))).rejects.toThrow('is a file: --out takes a folder')
  await expect(look(join(folder, 'photos', 'out'))).rejects.toThrow('would be read as images the next time')
  await expect(images(['--data', join(folder, 'photos'), '--set', 'size=17'], CONTEXT)).rejects.toThrow(UsageError)
})

test('an empty folder is filled', async () => {
  const empty = join(folder, 'empty')
  await mkdir(empty)
  await images(['--data', join(folder, 'photos'), '--out', empty, '--json'], CONTEXT)
  expect(await readdir(empty)).toContain('index.csv')
})

test('an interrupt ends the command and leaves nothing incomplete', async () => {
  const out = join(folder, 'interrupted')
  const listeners = process.listenerCount('SIGINT')
  const looking = images(['--data', 'builtin:discs', '--out', out], CONTEXT)
  const ended = expect(looking).rejects.toThrow(CancelledError)
  process.emit('SIGINT')
  await ended
  expect((await readdir(folder)).filter((name) => name.startsWith('interrupted'))).toEqual([])
  expect(process.listenerCount('SIGINT')).toBe(listeners)
})

test('labels from a table take the place of folders, in the table that is written too; what does not match is printed', async () => {
  const [table, out] = [join(folder, 'labels.csv'), join(folder, 'labelled')]
  await writeFile(table, 'Datei;label\ncats/a.png;tom\n"dogs, ""big""/b.png";rex\ncats/gone.png;kit\n')
  const args = ['--data', join(folder, 'photos'), '--labels', table, '--set', 'size=16', '--out', out]
  const { code, lines } = await runCommand('images', ...args, '--json')
  expect([code, lines[0]]).toEqual([
    0,
    {
      event: 'labels',
      file: table,
      names: ['rex', 'tom'],
      counts: [1, 1],
      unlabelled: 0, // of the images that are taken: the copy is left out
      notes: [
        '1 row for files that are not among the images: “cats/gone.png”.',
        '1 image without a row: no label.',
        '2 labels of a single image: “rex”, “tom”.',
      ],
    },
  ])
  const written = (await readFile(join(out, 'index.csv'), 'utf8')).split('\r\n').map((row) => row.split(',').at(-2))
  expect(written.slice(0, 4)).toEqual(['label', 'tom', '', 'rex'])
})

test.each([
  ['is not there', null, 'There is no file or folder “'],
  ['is a picture', Buffer.of(0x89, 0x50, 0, 1), '.csv”: This is not text: a spreadsheet has to be saved as CSV first.'],
  ['has one label only', 'cats/a.png,x\n', '.csv”: All images in the table have the same label, “x”: it takes two different ones.'],
])('a table of labels that %s ends the command with a sentence', async (what, contents, sentence) => {
  const table = join(folder, `${what}.csv`)
  if (contents !== null) await writeFile(table, contents)
  const labelled = (option: string) => [option, join(folder, 'photos'), '--labels', table, '--set', 'size=16', '--json']
  const commands = [
    () => images(labelled('--data'), CONTEXT),
    () => train([...labelled('--data'), '--out', join(folder, 'run')], CONTEXT),
    () => score([...labelled('--real'), '--fake', 'builtin:discs'], CONTEXT),
  ]
  for (const command of commands) expect(await command().catch(describeError)).toContain(sentence)
})
