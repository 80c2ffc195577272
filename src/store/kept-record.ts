// What a kept set consists of: a record, JSON with everything but pixels, and one block of bytes with the images followed by the pictures of the
// warnings. A record may be cut short, old or hostile, so all of it is validated when it is read.

import type { Collection } from '../data/collection.ts'
import { DEFAULT_PREPARATION, type Preparation, preparationOf } from '../spec/config.ts'
import { FINDING_KINDS, type Finding, type FindingKind, type SetWarning } from '../spec/files.ts'
import type { Pictures } from '../spec/image-block.ts'
import { parseConfig, RENAMED } from '../spec/parse-config.ts'
import { type Raw, readers } from '../spec/raw-values.ts'
import { KeptSetError } from './errors.ts'
import { readLabels, writeLabels } from './kept-labels.ts'

const damaged = () => new KeptSetError('The description of the set is damaged.')
const { objectOf, listOf, textOf, integer, fail } = readers(damaged)

/** Increased whenever the files change their meaning: sets of another version must be prepared again. */
const VERSION = 2
const RGBA = 4
/** Letters of a set's name in its key, for people who inspect the storage. */
const NAME_LETTERS = 32

/** Everything of a kept set but the pixels. */
export interface KeptRecord extends Omit<Collection, 'images' | 'warnings'> {
  readonly preparation: Preparation
  /** Milliseconds since 1970. */
  readonly savedAt: number
  readonly warnings: readonly KeptWarning[]
}

type KeptWarning = Omit<SetWarning, 'pictures'> & { readonly pictures: Omit<Pictures, 'pixels'> | null }

/** Settings that older sets lack: those were prepared as with their defaults. */
const ADDED_SINCE: ReadonlySet<string> = new Set<keyof Preparation>(['blackLevel', 'whiteLevel'])

/** Renamed settings with the old names, from which keys are still made, so that older sets keep their keys. */
const NAMES_IN_KEYS: ReadonlyMap<string, string> = new Map([...RENAMED].map(([old, name]) => [name, old]))

/** A function of name and settings, and a safe name for a folder. */
export function keptKey(name: string, preparation: Preparation): string {
  const letters = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const defaults: Readonly<Record<string, unknown>> = DEFAULT_PREPARATION
  const settings = Object.entries(preparation)
    .filter(([setting, value]) => !ADDED_SINCE.has(setting) || value !== defaults[setting]) // so that older sets keep their keys
    .map(([setting, value]) => [NAMES_IN_KEYS.get(setting) ?? setting, value] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const identity = JSON.stringify([name, settings])
  return [letters.join('-').slice(0, NAME_LETTERS), hash(identity, 0), hash(identity, 1)].filter((part) => part !== '').join('-')
}

/** FNV-1a over code units, 32 bits as hexadecimal digits. */
function hash(text: string, seed: number): string {
  let state = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  return (state >>> 0).toString(16).padStart(8, '0')
}

export function recordOf(collection: Collection, preparation: Preparation, savedAt: number): KeptRecord {
  const { images: _, ...rest } = collection
  const warnings = rest.warnings.map(({ pictures, ...warning }) => {
    return { ...warning, pictures: pictures && { count: pictures.count, size: pictures.size } }
  })
  return { ...rest, warnings, preparation, savedAt }
}

/** The contents of the file with the pixels, in parts. */
export function pixelsOf({ images, warnings }: Collection): readonly Uint8Array[] {
  return [images, ...warnings.flatMap(({ pictures }) => (pictures ? [bytesOf(pictures.pixels)] : []))]
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8ClampedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Length of the file with the pixels: one with another length is incomplete. */
export function pixelBytes({ count, size, channels, warnings }: KeptRecord): number {
  return warnings.reduce((sum, { pictures }) => sum + pictureBytes(pictures), count * size * size * channels)
}

function pictureBytes(pictures: KeptWarning['pictures']): number {
  return pictures ? pictures.count * pictures.size * pictures.size * RGBA : 0
}

/** @throws KeptSetError where the pixels are incomplete */
export function restoreCollection(record: KeptRecord, pixels: Uint8Array): Collection {
  if (pixels.length !== pixelBytes(record)) throw new KeptSetError('The file with the images is incomplete.')
  const { preparation: _, savedAt: __, warnings, ...rest } = record
  let end = rest.count * rest.size * rest.size * rest.channels
  const images = pixels.subarray(0, end)
  const restored = warnings.map(({ pictures, ...warning }) => {
    const start = end
    end += pictureBytes(pictures)
    return { ...warning, pictures: pictures && { ...pictures, pixels: new Uint8ClampedArray(pixels.subarray(start, end)) } }
  })
  return { ...rest, images, warnings: restored }
}

/** As it is written, as JSON. */
export function writeRecord(record: KeptRecord) {
  const { givenLabels, ...rest } = record
  const labels = givenLabels && { givenLabels: writeLabels(givenLabels) }
  return { version: VERSION, ...rest, leftOut: [...record.leftOut], byHand: [...record.byHand], ...labels }
}

/** @throws KeptSetError */
export function readRecord(value: unknown): KeptRecord {
  const raw = objectOf(value)
  if (raw.version !== VERSION) throw new KeptSetError('The set was kept by another version of this page.')
  const size = integer(raw.size, 1)
  const count = integer(raw.count, 1)
  const preparation = readPreparation(raw.preparation)
  if (size !== preparation.size) throw damaged()
  const paths = listOf(raw.paths, textOf)
  const fingerprints = raw.fingerprints === undefined ? null : listOf(raw.fingerprints, textOf)
  if (fingerprints && fingerprints.length !== count) throw damaged()
  if (paths.length !== count || !Number.isSafeInteger(count * size * size * RGBA)) throw damaged()
  return {
    name: textOf(raw.name),
    label: textOf(raw.label),
    count,
    size,
    channels: raw.channels === 1 || raw.channels === 3 ? raw.channels : fail(),
    paths,
    ...(fingerprints && { fingerprints }),
    ...(raw.givenLabels !== undefined && { givenLabels: readLabels(raw.givenLabels, count) }),
    leftOut: new Set(listOf(raw.leftOut, (image) => integer(image, 0, count))),
    byHand: new Set(listOf(raw.byHand, (image) => integer(image, 0, count))),
    findings: listOf(raw.findings, (finding) => readFinding(objectOf(finding), count)),
    warnings: listOf(raw.warnings, (warning) => readWarning(objectOf(warning))),
    preparation,
    savedAt: integer(raw.savedAt, 0),
  }
}

/** Every setting must be there, except those that older sets lack: with a default in its place the set would not be what it says. */
function readPreparation(value: unknown): Preparation {
  const raw = objectOf(value)
  const { config, problems } = parseConfig(raw)
  const preparation = preparationOf(config)
  const given = new Set(Object.keys(raw).map((name) => RENAMED.get(name) ?? name))
  const isMissing = (name: string) => !given.has(name) && !ADDED_SINCE.has(name)
  if (problems.length > 0 || Object.keys(preparation).some(isMissing)) throw damaged()
  return preparation
}

function readFinding({ path, kind, sentence, image }: Raw, count: number): Finding {
  if (typeof kind !== 'string' || !Object.hasOwn(FINDING_KINDS, kind)) throw damaged()
  const shown = image === null ? null : integer(image, 0, count)
  return { path: textOf(path), kind: kind as FindingKind, sentence: textOf(sentence), image: shown }
}

/** A record, so that the compiler asks for new kinds. */
const WARNING_KINDS: Readonly<Record<SetWarning['kind'], true>> = {
  levels: true,
  bars: true,
  mark: true,
  symmetric: true,
  few: true,
  losses: true,
}

function readWarning({ kind, title, evidence, pictures, remedy }: Raw): KeptWarning {
  if (typeof kind !== 'string' || !Object.hasOwn(WARNING_KINDS, kind)) throw damaged()
  return {
    kind: kind as SetWarning['kind'],
    title: textOf(title),
    evidence: textOf(evidence),
    pictures: pictures === null ? null : readPictures(objectOf(pictures)),
    remedy: remedy === null ? null : readRemedy(objectOf(remedy)),
  }
}

function readPictures({ count, size }: Raw): Omit<Pictures, 'pixels'> {
  return { count: integer(count, 0), size: integer(size, 1) }
}

function readRemedy({ label, changes }: Raw): SetWarning['remedy'] {
  const raw = objectOf(changes)
  const { config, problems } = parseConfig(raw)
  if (problems.length > 0) throw damaged()
  const named = Object.entries(config).filter(([name]) => Object.hasOwn(raw, name))
  return { label: textOf(label), changes: Object.fromEntries(named) }
}
