// Telling a file with a run from one with images.
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { isRunFile } from './run-files.ts'

const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name)
const zipOf = (names: readonly string[]) =>
  zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')]))) as Uint8Array<ArrayBuffer>

function safetensors(headerLength: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(64)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes[8] = '{'.charCodeAt(0)
  return bytes
}

test('a zip with project.json in it is a run, whatever it is called; one of images is none', async () => {
  expect(await isRunFile(file('cats.zip', zipOf(['snapshot-1', 'metrics.jsonl', 'project.json'])))).toBe(true)
  expect(await isRunFile(file('cats.png', zipOf(['project.json', 'snapshot-1'])))).toBe(true)
  expect(await isRunFile(file('cats.zip', zipOf(['a.png', 'project.json.png', 'cats/project.json'])))).toBe(false)
  expect(await isRunFile(file('cats.zip', new Uint8Array([...zipOf(['project.json']), ...new Uint8Array(70_000)])))).toBe(false) // no zip any more
})

test('a zip that is cut off or changed anywhere is either a run or none, without a failure', async () => {
  const zip = zipOf(['snapshot-1', 'project.json'])
  for (let at = 0; at < zip.length; at++) {
    expect(await isRunFile(file('cats.zip', zip.slice(0, at)))).toBe(false)
    const changed = zip.slice()
    changed[at] = 255
    expect(await isRunFile(file('cats.zip', changed))).toBeTypeOf('boolean')
  }
})

test('a checkpoint is a run by its beginning or by its name', async () => {
  expect(await isRunFile(file('download', safetensors(20)))).toBe(true)
  expect(await isRunFile(file('download', safetensors(2 ** 50)))).toBe(false)
  expect(await isRunFile(file('cats.SAFETENSORS', new Uint8Array(3)))).toBe(true) // cut off, which must be said
})

test('an empty or a short file is no run', async () => {
  for (let length = 0; length < 34; length++) expect(await isRunFile(file('a.png', new Uint8Array(length)))).toBe(false)
})
