// Names of any encoding, names that come twice, archives that lie: what a person is shown of them, and that a file is never taken for its namesake.
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { joined } from './bytes.ts'
import { choicesOf, withChoices } from './choices.ts'
import { trainingSet, withImages } from './collection.ts'
import { NoImagesError } from './errors.ts'
import type { Decode } from './image.ts'
import { prepareImages } from './import.ts'
import { localImportPool } from './import-pool.ts'
import { labelsOf } from './labels/set-labels.ts'
import type { SourceFile } from './sources.ts'
import { type Part, unicodePath, zipOf } from './zip/test-support.ts'

const preparation: Preparation = { ...DEFAULT_PREPARATION, size: 16 }

/** A GIF as far as the headers go; its grey lies behind its end, where `decode` finds it. */
function picture(grey: number): Uint8Array {
  const header = [...strToU8('GIF89a', true), 16, 0, 16, 0, 0, 0, 0]
  return Uint8Array.from([...header, 0x2c, 0, 0, 0, 0, 16, 0, 16, 0, 0, 2, 0, grey])
}

const decode: Decode = async (bytes) => {
  const grey = bytes.at(-1) as number
  return { width: 16, height: 16, pixels: new Uint8Array(16 * 16 * 4).map((_, i) => (i % 4 === 3 ? 255 : grey)) }
}

function file(path: string, bytes: Uint8Array, size = bytes.length): SourceFile {
  return { path, size, read: async (from, to) => Uint8Array.from(bytes.subarray(from, to)).buffer }
}

const prepare = (...files: readonly SourceFile[]) => prepareImages(files, preparation, localImportPool(decode), { name: 'mine' })
const greys = ({ images, count }: { images: Uint8Array; count: number }) => Array.from({ length: count }, (_, i) => images[i * 256])

/** The sentence for a file of which nothing can be used. */
async function reasonOf(one: SourceFile): Promise<string> {
  const error = await prepare(one).catch((reason: unknown) => reason)
  return error instanceof NoImagesError ? (error.findings[0]?.sentence ?? '') : 'it was taken'
}

/** Eight pictures in each of two folders. */
function folders(one: string, other: string, extra: (name: string) => Uint8Array = () => new Uint8Array()): Uint8Array {
  const names = [one, other].flatMap((folder) => Array.from({ length: 8 }, (_, i) => `${folder}/${i}.gif`))
  return zipOf(names.map((name, i): Part => ({ name, bytes: picture(i), claims: { extra: extra(name) } })))
}

const SJIS = { '\x94L': '猫', '\x8c\xa2': '犬' } as const
const inUnicode = (name: string) => {
  const [folder = '', rest] = name.split('/')
  return unicodePath(strToU8(name, true), `${SJIS[folder as keyof typeof SJIS]}/${rest}`)
}

test.each([
  ['cp437', folders('caf\x82', 'caf\x8a'), ['cafè', 'café']],
  ['cp866', folders('\xaa\xae\xe2', '\xaf\xf1\xe1'), ['кот', 'пёс']],
  ['Shift-JIS', folders('\x94L', '\x8c\xa2'), ['犬', '猫']],
  ['Shift-JIS with the names in Unicode beside it', folders('\x94L', '\x8c\xa2', inUnicode), ['犬', '猫']],
])('names in %s are readable, all different, and their folders are labels', async (_, zip, labels) => {
  const set = await prepare(file('set.zip', zip))
  expect(new Set(set.paths).size).toBe(16)
  expect(labelsOf(set)).toMatchObject({ names: labels, ofImages: Int32Array.from({ length: 16 }, (_, i) => Math.floor(i / 8)) })
})

test('images in sub-folders are trained with names of the folders as labels, without those that are left out', async () => {
  const files = ['dogs/a', 'cats/b', 'dogs/c', 'birds/d', 'cats/e'].map((path, grey) => file(`mine/${path}.gif`, picture(10 * grey)))
  const deeper = await prepare(...files) // all lie in “mine”
  const set = await prepare(...files.map((one) => ({ ...one, path: one.path.slice('mine/'.length) })))
  const kindsOf = ({ labels }: ReturnType<typeof trainingSet>) => labels?.ofImages.map((i) => labels.names[i])
  const byGrey = new Map(['dogs', 'cats', 'dogs', 'birds', 'cats'].map((kind, grey) => [10 * grey, kind]))
  for (const chosen of [set, deeper, withImages(set, [1], false)]) {
    const trained = trainingSet(chosen)
    expect(trained.labels?.names).toEqual(['birds', 'cats', 'dogs'])
    expect(kindsOf(trained)).toEqual(greys(trained).map((grey) => byGrey.get(grey as number)))
  }
})

test('two files of one name stay two; leaving one out leaves out only that one, also after preparing again', async () => {
  const twice = zipOf([3, 1, 2].map((grey) => ({ name: 'a/x.gif', bytes: picture(grey) })))
  const inZip = await prepare(file('set.zip', twice))
  expect(inZip.paths).toEqual(['a/x.gif', 'a/x (2).gif', 'a/x (3).gif'])
  expect(greys(inZip)).toEqual([3, 1, 2])
  const chosen = withImages(inZip, [1], false)
  const again = withChoices(await prepare(file('set.zip', twice)), choicesOf(chosen))
  expect([...again.leftOut]).toEqual([1])

  const dropped = await prepare(file('x.gif', picture(5)), file('x.gif', picture(6)), file('x.gif', strToU8('text')))
  expect(dropped.paths).toEqual(['x (2).gif', 'x (3).gif'])
  expect(dropped.findings.map(({ path }) => path)).toEqual(['x.gif']) // what was refused is another file than those taken
})

test('a choice does not apply to another folder with the same names and other images', async () => {
  const one = withImages(await prepare(file('1.gif', picture(1)), file('2.gif', picture(2))), [1], false)
  const choices = choicesOf(one)
  expect([...withChoices(await prepare(file('2.gif', picture(2)), file('3.gif', picture(3))), choices).leftOut]).toEqual([0])
  expect([...withChoices(await prepare(file('1.gif', picture(7)), file('2.gif', picture(8))), choices).leftOut]).toEqual([])
  const { fingerprints: _, ...old } = one // kept before there were fingerprints
  expect([...withChoices(await prepare(file('2.gif', picture(2))), choicesOf(old)).leftOut]).toEqual([0])
})

test('names that become the same when sanitised stay distinct', async () => {
  const zip = zipOf(['a\u0001.gif', 'a\u0002.gif', '../b.gif', 'b.gif', '..'].map((name, i) => ({ name, bytes: picture(i) })))
  const set = await prepare(file('set.zip', zip))
  expect(set.paths).toEqual(['(no name)', 'a\ufffd.gif', 'a\ufffd (2).gif', 'b.gif', 'b (2).gif'])
})

test('two encodings of the same name stay distinct', async () => {
  const namesakes = ['\x81\xca', '\xee\xf9'].map((sign) => `\x82\xcb\x82\xb1${sign}.gif`) // Shift-JIS has the sign ¬ twice
  const { paths } = await prepare(file('set.zip', zipOf(namesakes.map((name, i) => ({ name, bytes: picture(i) })))))
  expect(paths).toEqual(['ねこ￢.gif', 'ねこ￢ (2).gif'])
})

test('the set does not depend on the order of files with the same name', async () => {
  const files = [file('a\u0001', picture(1)), file('a\u0002', picture(2)), file('a\u0002', withComment(picture(3)))]
  const set = await prepare(...files)
  expect(greys(set)).toEqual([1, 2, 3])
  expect(await prepare(...files.toReversed())).toEqual(set)
})

/** The same picture with more bytes. */
const withComment = (bytes: Uint8Array) => joined(bytes.subarray(0, 13), [0x21, 0xfe, 1, 7, 0], bytes.subarray(13))

test('a self-extracting archive is opened, another program is refused by its kind', async () => {
  const program = strToU8(`MZ${'\0'.repeat(510)}`)
  const zip = zipOf([{ name: 'a.gif', bytes: picture(1) }], { before: program })
  expect((await prepare(file('photos.exe', zip), file('photos.zip', zip))).paths).toEqual(['photos.exe/a.gif', 'photos.zip/a.gif'])
  expect(await reasonOf(file('setup.exe', program))).toContain('A program, not an image')
  expect(await reasonOf(file('setup.exe', joined(program, strToU8(`PK\x05\x06${'\x07'.repeat(30)}`))))).toContain('A program, not an image')
  expect(await reasonOf(file('torn.zip', joined([1, 2, 3], zip.subarray(600))))).toContain('The zip is broken: it ends too early')
  expect((await prepare(file('odd.zip', zipOf([{ name: 'a.gif', bytes: picture(1) }], { before: strToU8('hello') })))).count).toBe(1)
})

test('a wrong size in the directory is reported, and the next file is used', async () => {
  const claims = { packedSize: 2 ** 31 - 1, method: 8 }
  const parts = [
    { name: '0.gif', bytes: picture(1), claims },
    { name: '1.gif', bytes: picture(2) },
  ]
  const { paths, findings } = await prepare(file('set.zip', zipOf(parts)))
  expect(paths).toEqual(['1.gif'])
  expect(findings[0]?.sentence).toBe('The zip is broken: packed, this file would be 2,048 MB, more than the zip has room for.')
})

test('archives of arrays are refused as a whole', async () => {
  const array = strToU8('\x93NUMPY\x01\0', true)
  expect(await reasonOf(file('x.npz', zipSync({ 'arr_0.npy': array, 'labels.npy': array })))).toContain('NumPy arrays (.npz)')
  expect(await reasonOf(file('x.pt', zipSync({ 'model/data.pkl': array, 'model/version': array })))).toContain('A PyTorch file (.pt)')
  expect((await prepare(file('x.zip', zipSync({ 'a.npy': array, 'b.gif': picture(1) })))).findings[0]?.path).toBe('a.npy')
})

test('each part of a split archive is refused by name, a complete archive is opened', async () => {
  const zip = zipSync({ 'a.gif': picture(1), 'b.gif': picture(2) })
  const split = 'One part of an archive that was split into several: unpack it together with the others first.'
  expect(await reasonOf(file('x.zip.001', zip.subarray(0, 50)))).toBe(split)
  expect(await reasonOf(file('x.zip.002', zip.subarray(50)))).toBe(split)
  expect(await reasonOf(file('x.z02', zip.subarray(40, 60)))).toBe(split)
  expect(await reasonOf(file('x.z01', strToU8('PK\x07\x08PK\x03\x04..')))).toBe(split)
  expect(await reasonOf(file('x.zip', zipOf([{ name: 'a.gif', bytes: picture(1) }], { disk: 1 })))).toBe(split)
  expect((await prepare(file('x.zip.001', zip))).count).toBe(2)
  expect((await prepare(file('x.z01', picture(1)))).count).toBe(1)
})

test('a large file is refused by its kind, and by its size only if it is a picture', async () => {
  const large = IMPORT_LIMITS.maxBytes + 1
  expect(await reasonOf(file('film.mp4', strToU8('\0\0\0\x18ftypisom'), large))).toContain('A video, not an image.')
  expect(await reasonOf(file('photos.tar.gz', strToU8('\x1f\x8b\x08', true), large))).toContain('A gzip file')
  expect(await reasonOf(file('large.gif', picture(1), large))).toBe('257 MB: more than the 256 MB this page takes.')
  expect(await reasonOf(file('photos.z02', strToU8('\x03\x07\x01'), large))).toContain('One part of an archive')
  expect(await reasonOf(file('photos.7z.001', strToU8('7z\xbc\xaf\x27\x1c', true), large))).toContain('One part of an archive')
})

test('the same in a zip, reading no more than needed', async () => {
  const start = (text: string) => zipSync({ x: strToU8(text, true) }) // packed, to be put where a longer one is claimed to be
  const claimed = (text: string) => {
    const packed = start(text).subarray(31, -69)
    const claims = { method: 8, size: IMPORT_LIMITS.maxBytes + 1, packedSize: 400_000 }
    const bytes = new Uint8Array(400_000)
    bytes.set(packed)
    return file('set.zip', zipOf([{ name: 'x', bytes, claims }]))
  }
  expect(await reasonOf(claimed('\0\0\0\x18ftypisom'))).toContain('A video, not an image.')
  expect(await reasonOf(claimed('GIF89a'))).toBe('257 MB: more than the 256 MB this page takes.')
})
