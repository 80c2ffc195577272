// A folder and a zip of broken and malicious files: each gets its sentence, the good ones are imported, nothing hangs.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { strToU8, type Zippable, zipSync } from 'fflate'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareImages } from '../data/import.ts'
import { localImportPool } from '../data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { RandomStream } from '../spec/rng.ts'
import { decodeInNode } from './decode.ts'
import { openData } from './files.ts'
import { listFolder } from './folder.ts'

let folder = ''
const at = { ...DEFAULT_PREPARATION, size: 16 } as const

/** A picture with something in it, another one for every seed: neither plain nor nearly the same. */
function picture(seed: number): Sharp {
  const pixels = new RandomStream(seed, 'dataset').uniforms(20 * 20 * 3).map((share) => 255 * share)
  return sharp(Uint8Array.from(pixels), { raw: { width: 20, height: 20, channels: 3 } })
}

/** A PNG whose last byte of pixel data, before the checksum and IEND, is another. */
async function wrongChecksum(): Promise<Buffer> {
  const png = await picture(1).png().toBuffer()
  const at = png.length - 12 - 4 - 1
  png[at] = (png[at] as number) ^ 1
  return png
}

/** A PNG as far as its header goes. */
const hugeHeader = () => Buffer.from('89504e470d0a1a0a0000000d494844520000753000007530080600000000000000', 'hex')

async function worstFiles(): Promise<Record<string, Uint8Array>> {
  const jpeg = await picture(2).jpeg().toBuffer()
  return {
    'cut.jpg': jpeg.subarray(0, jpeg.length / 2),
    'checksum.png': await wrongChecksum(),
    'empty.png': new Uint8Array(),
    'text.jpg': strToU8('These are my notes.'),
    'huge.png': hugeHeader(),
    'cut.svg': strToU8('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M'),
    'drawing.svg': strToU8('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="5"/></svg>'),
    'endless.svg': strToU8('<!DOCTYPE svg [<!ENTITY a "&b;"><!ENTITY b "&a;">]><svg>&a;</svg>'),
    'zero.svg': strToU8('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'),
    'Größe/Ünïcode 😀 写真.png': await picture(10).png().toBuffer(),
    'a/same.png': await picture(20).png().toBuffer(),
    'b/same.png': await picture(30).png().toBuffer(),
  }
}

const ACCEPTED = ['Größe/Ünïcode 😀 写真.png', 'a/same.png', 'b/same.png', 'drawing.svg']
const SENTENCES = {
  'checksum.png': 'The PNG is damaged: a checksum is wrong.',
  'cut.jpg': 'The JPEG ends before its picture does.',
  'cut.svg': 'The SVG ends before its picture does.',
  'empty.png': 'Empty file.',
  'endless.svg': 'The SVG has too many parts, or parts too deep within parts: make it simpler, or save it as PNG.',
  'huge.png': '30,000 x 30,000 pixels: more than this page decodes (64 megapixels).',
  'text.jpg': 'Not an image: it starts like text.',
  'zero.svg': 'The SVG has no size: give it a width and a height, or a viewBox.',
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-worst-'))
  const files = await worstFiles()
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, 'set', path)), { recursive: true })
    await writeFile(join(folder, 'set', path), bytes)
  }
  await writeFile(join(folder, 'set.zip'), zipSync(files))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('in a folder each bad file gets its sentence, and a zip of the folder gives the same set and findings', async () => {
  const set = await openData(join(folder, 'set'), at)
  expect(Object.fromEntries(set.findings.map(({ path, sentence }) => [path, sentence]))).toEqual(SENTENCES)
  expect(set.paths).toEqual(ACCEPTED.toSorted())
  const { images, paths, findings } = await openData(join(folder, 'set.zip'), at)
  expect({ images, paths, findings }).toEqual({ images: set.images, paths: set.paths, findings: set.findings })
})

async function openZip(entries: Zippable, change: (zip: Buffer) => void = () => {}) {
  const zip = Buffer.from(zipSync({ ...entries, 'good.png': await picture(1).png().toBuffer() }))
  change(zip)
  const path = join(folder, 'one.zip')
  await writeFile(path, zip)
  return openData(path, at)
}

test('paths that lead out of a zip are treated as names only', async () => {
  const png = await picture(5).png().toBuffer()
  const set = await openZip({ '../../up.png': png, '/root.png': strToU8('text'), 'a/../../b.png': await picture(6).png().toBuffer() })
  expect(set.paths).toEqual(['a/b.png', 'good.png', 'up.png'])
  expect(set.findings).toMatchObject([{ path: 'root.png' }])
})

test('an encrypted file is refused, the rest of its zip is used', async () => {
  const set = await openZip({ 'secret.png': await picture(5).png().toBuffer() }, (zip) => {
    zip[zip.indexOf('PK\x01\x02') + 8] = 1
  })
  expect(set.paths).toEqual(['good.png'])
  expect(set.findings).toMatchObject([{ path: 'secret.png', sentence: 'The zip is encrypted: unpack it with its password first.' }])
})

test('zip bombs are stopped: files that claim to be too large, and files larger than they claim', async () => {
  const zeros = new Uint8Array(8_000_000)
  const set = await openZip({ 'liar.png': zeros, 'vast.png': zeros.subarray(1) }, (zip) => {
    const first = zip.indexOf('PK\x01\x02')
    zip.writeUInt32LE(1000, first + 24)
    zip.writeUInt32LE(IMPORT_LIMITS.maxBytes + 1, zip.indexOf('PK\x01\x02', first + 4) + 24)
  })
  expect(set.findings).toMatchObject([
    { path: 'liar.png', sentence: 'The zip is broken: this file is larger than the zip says.' },
    { path: 'vast.png', sentence: 'The zip is broken: this file cannot be 257 MB, as the zip says.' },
  ])
})

test('10,000 nested folders are read, in a zip and on a disk', async () => {
  const deep = `${'d/'.repeat(10_000)}x.png`
  const set = await openZip({ [deep]: await picture(7).png().toBuffer() })
  expect(set.paths).toEqual([deep, 'good.png'])
  const bottom = join(folder, 'nested')
  await mkdir(join(bottom, 'd/'.repeat(1000)), { recursive: true })
  await writeFile(join(bottom, 'd/'.repeat(1000), 'x.png'), await picture(8).png().toBuffer())
  expect((await openData(bottom, at)).paths).toEqual([`${'d/'.repeat(1000)}x.png`])
})

test.skipIf(process.platform === 'win32')('a folder deeper than a path may be long is named, not a fault', async () => {
  const steps = `for i in $(seq 1 60); do mkdir ${'n'.repeat(99)} && cd ${'n'.repeat(99)}; done; echo text > x.txt`
  const deep = join(folder, 'too-deep')
  await mkdir(deep)
  execFileSync('bash', ['-c', steps], { cwd: deep, stdio: 'ignore' })
  await writeFile(join(deep, 'good.png'), await picture(9).png().toBuffer())
  const { count, findings } = await openData(deep, at)
  expect(count).toBe(1)
  expect(findings).toMatchObject([{ kind: 'unreadable' }])
  execFileSync('rm', ['-r', deep]) // Node cannot
})

test('a file that disappears between listing and reading is listed as unreadable', async () => {
  const files = await listFolder(join(folder, 'set'))
  await rm(join(folder, 'set', 'b'), { recursive: true })
  const set = await prepareImages(files, at, localImportPool(decodeInNode), { name: 'x' })
  const gone = set.findings.find(({ path }) => path === 'b/same.png')
  expect(gone?.sentence).toBe('The file could not be read: it may have been moved or changed, or reading it is not allowed.')
  expect(set.count).toBe(ACCEPTED.length - 1)
})

test('an import that is cancelled half-way ends', async () => {
  const png = await picture(1).png().toBuffer()
  await mkdir(join(folder, 'many'))
  for (let i = 0; i < 600; i++) await writeFile(join(folder, 'many', `${i}.png`), png)
  const signal = { aborted: false }
  const decode: typeof decodeInNode = (bytes, format) => {
    signal.aborted = true
    return decodeInNode(bytes, format)
  }
  const cancelled = prepareImages(await listFolder(join(folder, 'many')), at, localImportPool(decode), { name: 'x', signal })
  await expect(cancelled).rejects.toThrow('Cancelled.')
})
