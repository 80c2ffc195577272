// The safetensors layout: 8 bytes of header length, a JSON header with the place of every tensor, then raw little-endian values. Python reads
// such files, too. A file may be cut short or hostile, so its header is checked as a whole before anything is allocated for its tensors.
// https://github.com/huggingface/safetensors
import { ascii, u64le } from '../data/bytes.ts'
import { byteSize } from '../spec/words.ts'
import { sizeOf } from '../tensor/shape.ts'
import { CheckpointError } from './errors.ts'

/** Bytes before the header. */
export const LENGTH_BYTES = 8
/** A header of a run is some kilobytes long; a longer one is not of this program. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024
const MAX_DIMENSIONS = 8

const BYTES = { F32: 4, I32: 4, U8: 1 } as const
export type Dtype = keyof typeof BYTES

export interface TensorPlace {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** Offsets in the file. */
  readonly from: number
  readonly to: number
}

export type TensorPlaces = Readonly<Record<string, TensorPlace>>

export interface Header {
  readonly metadata: Readonly<Record<string, unknown>>
  readonly places: TensorPlaces
}

export interface EncodedTensor {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly values: Uint8Array
}

export function encodeFloats(
  name: string,
  { shape, values: { buffer, byteOffset, byteLength } }: { readonly shape: readonly number[]; readonly values: Float32Array },
): EncodedTensor {
  return { name, dtype: 'F32', shape, values: new Uint8Array(buffer, byteOffset, byteLength) }
}

/** A file with the tensors one behind another in their order. */
export function writeSafetensors(metadata: Readonly<Record<string, string>>, tensors: readonly EncodedTensor[]): Uint8Array<ArrayBuffer> {
  const entries: Record<string, unknown> = { __metadata__: metadata }
  let end = 0
  for (const { name, dtype, shape } of tensors) {
    const from = end
    end += sizeOf(shape) * BYTES[dtype]
    entries[name] = { dtype, shape, data_offsets: [from, end] }
  }
  const json = asciiJson(entries)
  const header = json.padEnd(Math.ceil(json.length / BYTES.F32) * BYTES.F32) // so that floats begin at a multiple of their size
  const begin = LENGTH_BYTES + header.length
  const bytes = new Uint8Array(begin + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true)
  for (let i = 0; i < header.length; i++) bytes[LENGTH_BYTES + i] = header.charCodeAt(i)
  let at = begin
  for (const { values } of tensors) {
    bytes.set(values, at)
    at += values.length
  }
  return bytes
}

/** Where the tensors begin. @param start the first bytes of the file. @throws CheckpointError */
export function headerEnd(start: Uint8Array, fileBytes: number): number {
  const length = start.length >= LENGTH_BYTES ? u64le(start, 0) : Number.POSITIVE_INFINITY
  if (length > MAX_HEADER_BYTES || ascii(start, LENGTH_BYTES, Math.min(1, start.length - LENGTH_BYTES)) !== '{')
    throw new CheckpointError('This is not a checkpoint, or its beginning is missing.')
  const end = LENGTH_BYTES + length
  if (end > fileBytes) throw new CheckpointError('The checkpoint is damaged: it was cut short.')
  return end
}

/** @param json from after the length up to the tensors. @throws CheckpointError */
export function parseHeader(json: Uint8Array, fileBytes: number): Header {
  const { __metadata__: metadata, ...entries } = parseObject(ascii(json, 0, json.length))
  const start = LENGTH_BYTES + json.length
  const places = Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, readPlace(name, entry, start)]))
  checkCoverage(places, start, fileBytes)
  return { metadata: isObject(metadata) ? metadata : {}, places }
}

function readPlace(name: string, entry: unknown, start: number): TensorPlace {
  const { dtype, shape, data_offsets: range } = isObject(entry) ? entry : {}
  if (dtype !== 'F32' && dtype !== 'I32' && dtype !== 'U8')
    throw new CheckpointError(`The checkpoint cannot be read: “${shown(name)}” is of the type ${shown(String(dtype))}, not F32, I32 or U8.`)
  if (!isCounts(shape) || shape.length > MAX_DIMENSIONS || !isCounts(range) || range.length !== 2) throw damagedTensor(name)
  const [from, to] = range as [number, number]
  if (to - from !== sizeOf(shape) * BYTES[dtype]) throw damagedTensor(name)
  return { dtype, shape, from: start + from, to: start + to }
}

/** Tensors lie one behind another, from the header to the end of the file: none overlaps another, and nothing is between them. */
function checkCoverage(places: TensorPlaces, start: number, fileBytes: number): void {
  let end = start
  for (const [name, { from, to }] of Object.entries(places).sort(([, a], [, b]) => a.from - b.from || a.to - b.to)) {
    if (from !== end) throw new CheckpointError(`The checkpoint is damaged: “${shown(name)}” does not begin where the one before it ends.`)
    end = to
  }
  if (end > fileBytes)
    throw new CheckpointError(`The checkpoint is damaged: it was cut short, and lacks ${byteSize(end - fileBytes)} at its end.`)
  if (end < fileBytes) throw new CheckpointError('The checkpoint is damaged: something follows after its end.')
}

/** @throws CheckpointError */
export function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // falls through to the sentence below
  }
  throw new CheckpointError('This is not a checkpoint: its header cannot be read.')
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isCounts(values: unknown): values is number[] {
  return Array.isArray(values) && values.every((value) => Number.isSafeInteger(value) && value >= 0)
}

export function damagedTensor(name: string): CheckpointError {
  return new CheckpointError(`The checkpoint is damaged: “${shown(name)}” is missing or has the wrong size.`)
}

const shown = (text: string) => text.slice(0, 60)

/** JSON with every other character escaped, so that bytes and characters are the same without a text encoder. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
