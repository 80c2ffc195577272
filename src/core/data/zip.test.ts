import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { checkZipEntry, listZip as list, readZipEntry as unpack, type ZipEntry } from './zip.ts'

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

test('folders are left out, and bytes before the archive and a comment behind it do no harm', async () => {
  const zip = zipSync({ folder: { 'x.txt': strToU8('x') } })
  const padded = new Uint8Array(zip.length + 150)
  padded.set(zip, 100)
  const entries = await listZip(padded)
  expect(entries).toHaveLength(1)
  expect(readZipEntry(padded, entries[0] as ZipEntry)).toEqual(strToU8('x'))
})

test('a file that inflates to more than it says is stopped, to less is broken', async () => {
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
  expect(() => readZipEntry(other, otherFirst)).toThrow('method 12')
})

test.each([
  ['cut in half', (zip: Uint8Array) => zip.subarray(0, zip.length / 2)],
  ['without its first half', (zip: Uint8Array) => zip.subarray(zip.length / 2)],
  ['with a directory that is none', (zip: Uint8Array) => zip.with(find(zip, CENTRAL), 0)],
  ['of nothing but a header', () => strToU8('PK\x03\x04', true)],
])('an archive %s is broken in words', (_, damage) => {
  return expect(listZip(damage(archive()))).rejects.toThrow('The zip is broken')
})

test('packed data that is damaged is broken in words', async () => {
  const zip = archive()
  zip.fill(0xff, 30 + 8 + 4, 30 + 8 + 20)
  const [first] = (await listZip(zip)) as [ZipEntry]
  expect(() => readZipEntry(zip, first)).toThrow('The zip is broken')
})

test('zip64 numbers stand in the extra field', async () => {
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
