// Pictures of a run as a zip: a PNG each, which says in its text which picture it is, and `seeds.json`, which says it of all of them.
import { strToU8 } from 'fflate'
import { writeZip } from '../data/zip/write.ts'
import type { WorkOptions } from '../spec/cancel.ts'
import { MAX_ZIPPED_PICTURES } from '../spec/exports.ts'
import type { Pictures } from '../spec/image-block.ts'
import { entriesOf, type PictureEntry, type PictureFacts } from '../spec/picture-facts.ts'
import type { PictureSheet } from '../spec/picture-sheet.ts'
import { sheetPng } from './sheet.ts'

export interface PicturesToZip extends Pick<PictureSheet, 'factor' | 'smooth'> {
  readonly pictures: Pictures
  /** With a point for each picture. */
  readonly facts: PictureFacts
}

const SEED_DIGITS = 6
const MAX_CLASS_LETTERS = 40

/** The bytes of the zip. @throws CancelledError, RangeError for more than MAX_ZIPPED_PICTURES */
export async function picturesZip(
  { pictures, facts, factor, smooth }: PicturesToZip,
  options: WorkOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (pictures.count > MAX_ZIPPED_PICTURES) throw new RangeError(`a zip has at most ${MAX_ZIPPED_PICTURES} pictures, not ${pictures.count}`)
  const entries = entriesOf(facts)
  const names = fileNames(entries)
  const pngs = names.map((name, i) => ({
    name,
    async read() {
      const alone = { ...facts, points: facts.points.slice(i, i + 1) }
      return sheetPng({ pictures: onePicture(pictures, i), columns: 1, factor, smooth, facts: alone })
    },
    expectedBytes: 1, // all about alike
    packed: false,
  }))
  const listed = entries.map((entry, i) => ({ file: names[i], ...entry }))
  const list = strToU8(`${JSON.stringify({ run: facts.run.name, step: facts.step, pictures: listed }, null, 2)}\n`)
  return writeZip([...pngs, { name: 'seeds.json', read: async () => list, expectedBytes: 0, packed: false }], options)
}

function onePicture({ size, pixels }: Pictures, i: number): Pictures {
  const length = 4 * size * size
  return { count: 1, size, pixels: pixels.subarray(i * length, (i + 1) * length) }
}

/** “seed-000042.png”, “seed-000042-red-car.png”, “latent.png”: each once, on every system. */
function fileNames(entries: readonly PictureEntry[]): string[] {
  const times = new Map<string, number>()
  return entries.map(({ seed, class: name }) => {
    const sample = seed === undefined ? 'latent' : `seed-${String(seed).padStart(SEED_DIGITS, '0')}`
    const base = `${sample}${name === undefined ? '' : `-${namePart(name)}`}`
    const time = (times.get(base) ?? 0) + 1
    times.set(base, time)
    return `${base}${time > 1 ? `~${time}` : ''}.png`
  })
}

/** Letters and digits of any script, in lower case. */
function namePart(name: string): string {
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return [...(words ?? ['class']).join('-')].slice(0, MAX_CLASS_LETTERS).join('')
}
