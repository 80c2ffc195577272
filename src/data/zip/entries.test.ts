// Archives of every kind, well-formed, damaged and hostile.
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { joined } from '../bytes.ts'
import { listZip as list, type ZipEntry } from './directory.ts'
import { checkZipEntry, readZipEntry as unpack } from './entries.ts'
import { zipOf } from './test-support.ts'

const text = 'a long sentence that packs well. '.repeat(50)
const archive = () => zipSync({ 'b/ö.txt': strToU8(text), 'a.txt': [strToU8('stored'), { level: 0 }], empty: new Uint8Array() })

const listZip = (zip: Uint8Array) => list(async (from, to) => zip.subarray(from, to), zip.length)

function readZipEntry(zip: Uint8Array, entry: ZipEntry): Uint8Array {
  checkZipEntry(entry)
  return unpack(zip.subarray(entry.offset, entry.end), entry)
}

/** Where a signature lies for the n-th time. */
function find(zip: Uint8Array, signature: string, nth = 0): number {
  let at = -1
  for (let i = 0; i <= nth; i++) {
    do at++
    while (String.fromCharCode(...zip.subarray(at, at + 4)) !== signature)
  }
  return at
}

const CENTRAL = 'PK\x01\x02'

test('lists and reads packed, stored and empty files, with names beyond ASCII', async () => {
  const zip = archive()
  const entries = await listZip(zip)
  expect(entries.map(({ path }) => path)).toEqual(['b/ö.txt', 'a.txt', 'empty'])
  const [packed, stored, empty] = entries as [ZipEntry, ZipEntry, ZipEntry]
  expect(readZipEntry(zip, packed)).toEqual(strToU8(text))
  expect(readZipEntry(zip, stored)).toEqual(strToU8('stored'))
  expect(readZipEntry(zip, empty)).toHaveLength(0)
})

test('folders are skipped, and bytes in front of the archive and a comment do not matter', async () => {
  const zip = zipSync({ folder: { 'x.txt': strToU8('x') } })
  const padded = new Uint8Array(zip.length + 150)
  padded.set(zip, 100)
  const entries = await listZip(padded)
  expect(entries).toHaveLength(1)
  expect(readZipEntry(padded, entries[0] as ZipEntry)).toEqual(strToU8('x'))
})

test('a file that inflates to another size than the directory says is refused', async () => {
  for (const [claimed, sentence] of [
    [10, /larger than the zip says/],
    [text.length + 1, /broken/],
  ] as const) {
    const zip = archive()
    new DataView(zip.buffer).setUint32(find(zip, CENTRAL) + 24, claimed, true)
    const [first] = (await listZip(zip)) as [ZipEntry]
    expect(() => readZipEntry(zip, first)).toThrow(sentence)
  }
})

test('an encrypted file and an unknown method are refused in words', async () => {
  const encrypted = archive()
  encrypted[find(encrypted, CENTRAL) + 8] = 1
  const [encryptedFirst] = (await listZip(encrypted)) as [ZipEntry]
  expect(() => readZipEntry(encrypted, encryptedFirst)).toThrow('encrypted')
  const other = archive()
  other[find(other, CENTRAL) + 10] = 12
  const [otherFirst] = (await listZip(other)) as [ZipEntry]
  expect(() => readZipEntry(other, otherFirst)).toThrow('in a way this page cannot read (bzip2): unpack it first.')
})

test.each([
  ['cut in half', (zip: Uint8Array) => zip.subarray(0, zip.length / 2)],
  ['without its first half', (zip: Uint8Array) => zip.subarray(zip.length / 2)],
  ['with a directory that is none', (zip: Uint8Array) => zip.with(find(zip, CENTRAL), 0)],
  ['of nothing but a header', () => strToU8('PK\x03\x04', true)],
])('an archive %s is refused with a sentence', (_, damage) => {
  return expect(listZip(damage(archive()))).rejects.toThrow('The zip is broken')
})

test('damaged compressed data is refused with a sentence', async () => {
  const zip = archive()
  zip.fill(0xff, 30 + 8 + 4, 30 + 8 + 20)
  const [first] = (await listZip(zip)) as [ZipEntry]
  expect(() => readZipEntry(zip, first)).toThrow('The zip is broken')
})

test('zip64 numbers are read from the extra field', async () => {
  // One stored file whose sizes and place are all ones in the old fields.
  const name = strToU8('x')
  const extra = new Uint8Array(28)
  const fields = new DataView(extra.buffer)
  fields.setUint16(0, 1, true)
  fields.setUint16(2, 24, true)
  fields.setUint32(4, 2, true) // size
  fields.setUint32(12, 2, true) // packed
  const plain = zipSync({ x: [strToU8('hi'), { level: 0 }] })
  const directory = find(plain, CENTRAL)
  const end = find(plain, 'PK\x05\x06')
  const entry = new Uint8Array(46 + 1 + extra.length)
  entry.set(plain.subarray(directory, directory + 46))
  entry.set(name, 46)
  entry.set(extra, 47)
  entry.fill(0xff, 20, 28)
  entry.fill(0xff, 42, 46)
  entry[30] = extra.length
  const zip = new Uint8Array([...plain.subarray(0, directory), ...entry, ...plain.subarray(end)])
  new DataView(zip.buffer).setUint32(zip.length - 10, entry.length, true)
  expect(readZipEntry(zip, (await listZip(zip))[0] as ZipEntry)).toEqual(strToU8('hi'))
})

const hi = strToU8('hi')
const pathsIn = async (zip: Uint8Array) => (await listZip(zip)).map(({ path }) => path)

test('an archive after other bytes is found, whether or not its offsets include them', async () => {
  const before = strToU8(`MZ${'\0'.repeat(510)}`)
  for (const counted of [true, false]) {
    const zip = zipOf([{ name: 'a', bytes: hi }, { name: 'b' }], { before, counted })
    const [a] = (await listZip(zip)) as [ZipEntry]
    expect(readZipEntry(zip, a)).toEqual(hi)
  }
})

test('a comment that looks like the end of another archive is only a comment', async () => {
  const fake = zipOf([{ name: 'fake', bytes: hi }]).subarray(-22)
  expect(await pathsIn(zipOf([{ name: 'true' }], { comment: fake }))).toEqual(['true'])
  const split = Uint8Array.from([...fake.subarray(0, 4), 1, ...fake.subarray(5), 7])
  expect(await pathsIn(zipOf([{ name: 'true' }], { comment: split }))).toEqual(['true'])
})

test('the last part of a split archive is recognised', () => {
  return expect(listZip(zipOf([{ name: 'a', bytes: hi }], { disk: 2 }))).rejects.toThrow('One part of an archive that was split')
})

test.each([
  [
    'more than the zip has room for',
    { packedSize: 2 ** 31 - 1, method: 8 },
    'packed, this file would be 2,048 MB, more than the zip has room for.',
  ],
  ['a place behind the end', { offset: 9999 }, 'this file is not where the zip says.'],
  ['a size that cannot be', { size: 4000, packedSize: 2 }, 'this file cannot be 4 KB, as the zip says.'],
  ['a growth that cannot be', { size: 3_000_000, packedSize: 2, method: 8 }, 'this file cannot be 3 MB, as the zip says.'],
  ['a link', { mode: 0o120777 }, 'A symbolic link, not a file'],
  ['a password before a size', { flags: 1, packedSize: 2 ** 31 }, 'encrypted'],
  ['a method before a size', { method: 9, packedSize: 2 ** 31 }, 'cannot read (Deflate64): unpack it first.'],
])('an entry that claims %s is refused with that reason, and the next one is read', async (_, claims, sentence) => {
  const zip = zipOf([
    { name: 'liar', bytes: hi, claims },
    { name: 'good', bytes: hi },
  ])
  const [liar, good] = (await listZip(zip)).toSorted((a, b) => (a.path < b.path ? 1 : -1)) as [ZipEntry, ZipEntry]
  expect(() => checkZipEntry(liar)).toThrow(sentence)
  expect(readZipEntry(zip, good)).toEqual(hi)
})

test('of two entries at the same offset only one is read', async () => {
  const again = zipOf([
    { name: 'a', bytes: hi },
    { name: 'b', bytes: hi, claims: { offset: 0 } },
  ])
  const [a, b] = (await listZip(again)) as [ZipEntry, ZipEntry]
  expect(readZipEntry(again, a)).toEqual(hi)
  expect(() => checkZipEntry(b)).toThrow('this file and another one lie in the same place')
  const inner = zipOf([{ name: 'c', bytes: hi, claims: { offset: 31 } }])
  const over = zipOf([
    { name: 'a', bytes: inner },
    { name: 'c', bytes: hi, claims: { offset: 31 } },
  ])
  const [outer, within] = (await listZip(over)) as [ZipEntry, ZipEntry]
  expect(() => checkZipEntry(outer)).toThrow('lie in the same place')
  expect(readZipEntry(over, within)).toEqual(hi)
})

/** A file of which only some parts are there; the rest is zeros. */
function sparse(parts: readonly (readonly [at: number, bytes: Uint8Array])[]): { read: Parameters<typeof list>[0]; size: number } {
  const size = Math.max(...parts.map(([at, bytes]) => at + bytes.length))
  const read = async (from: number, to: number) => {
    const bytes = new Uint8Array(Math.min(to, size) - from)
    for (const [at, part] of parts)
      if (at < to && at + part.length > from) bytes.set(part.subarray(Math.max(0, from - at), to - at), Math.max(0, at - from))
    return bytes
  }
  return { read, size }
}

const FOUR_GB = 2 ** 32

/** An archive of macOS's own: of each number the lower 32 bits. Files lie at these places, the directory at the last. */
function fromMac(places: readonly number[], directoryAt: number) {
  const parts = places.map((offset, i) => ({ name: `${i}`, bytes: hi, claims: { offset: offset % FOUR_GB } }))
  const whole = zipOf(parts)
  const directory = find(whole, CENTRAL)
  const tail = whole.slice(directory)
  new DataView(tail.buffer).setUint32(tail.length - 6, directoryAt % FOUR_GB, true)
  const file = zipOf([{ name: '0', bytes: hi }]).subarray(0, 33)
  return sparse([...places.map((place) => [place, file] as const), [directoryAt, tail]])
}

test('archives of macOS beyond 4 GB, with offsets truncated to 32 bits, are read', async () => {
  const places = [0, 3e9, 5e9, 8e9, 9e9]
  const { read, size } = fromMac(places, 9e9 + 100)
  const entries = await list(read, size)
  expect(entries.map(({ offset }) => offset)).toEqual(places)
  for (const entry of entries) expect(unpack(await read(entry.offset, entry.end), entry)).toEqual(hi)
})

test('such an archive with a single file beyond 4 GB is refused with a sentence', async () => {
  const { read, size } = fromMac([0, 5e9, 10e9], 10e9 + 100)
  await expect(list(read, size)).rejects.toThrow('A zip that macOS made, with a file of more than 4 GB in it')
})

test('of countless end records only a few are read', async () => {
  const end = new Uint8Array(22)
  end.set(strToU8('PK\x05\x06'))
  new DataView(end.buffer).setUint32(12, 10_000, true)
  const zip = joined(strToU8(CENTRAL), ...Array.from({ length: 300 }, () => end), [0])
  let asked = 0
  const read = async (from: number, to: number) => {
    asked += to - from
    return zip.subarray(from, to)
  }
  await expect(list(read, zip.length)).rejects.toThrow('broken')
  expect(asked).toBeLessThan(2 * zip.length)
})
