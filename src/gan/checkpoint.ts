// The whole state of a run as one file, and back: every tensor in the safetensors layout (8 bytes of header length, a JSON header,
// raw little-endian float32), so that Python reads it too; settings and progress stand in its metadata.

import type { Dataset } from '../data/dataset.ts'
import type { TrainingImages } from '../data/fingerprint.ts'
import { type DeviceRecord, isBackendChoice } from '../spec/backends.ts'
import type { RunConfig } from '../spec/config.ts'
import { parseConfig } from '../spec/parse-config.ts'
import { readNumbers } from '../tensor/readback.ts'
import { sizeOf } from '../tensor/shape.ts'
import { setValues } from '../tensor/stream.ts'
import { CheckpointError } from './errors.ts'
import { createModels, disposeModels, type Models, stateOf } from './models.ts'
import { createRun, type Run } from './run.ts'

const VERSION = 1
const LENGTH_BYTES = 8
const FLOAT_BYTES = 4

export interface CheckpointInfo {
  readonly config: RunConfig
  /** Name of the data set trained on. */
  readonly data: string
  readonly channels: number
  readonly step: number
  readonly elapsedSeconds: number
  /** The images trained on; null in checkpoints from before it was written down. */
  readonly images: TrainingImages | null
  /** The device of the last step; null in checkpoints from before it was written down. */
  readonly device: DeviceRecord | null
}

export interface Checkpoint extends CheckpointInfo {
  readonly tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>
}

/**
 * @param onProgress gets the share that is read back from the device
 * @returns the bytes of the file
 */
export async function writeCheckpoint(
  run: Run,
  about: Omit<CheckpointInfo, 'config' | 'step'>,
  onProgress?: (share: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const info: CheckpointInfo = { config: run.config, step: run.step, ...about }
  const header: Record<string, unknown> = { __metadata__: { quarterturn: JSON.stringify({ version: VERSION, ...info }) } }
  const state = Object.entries(stateOf(run.models))
  let offset = 0
  for (const [name, { shape, size }] of state) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + size * FLOAT_BYTES] }
    offset += size * FLOAT_BYTES
  }
  const json = encodeAscii(JSON.stringify(header))
  const bytes = new Uint8Array(LENGTH_BYTES + json.length + offset)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, LENGTH_BYTES)
  let end = LENGTH_BYTES + json.length
  for (const [, variable] of state) {
    const values = await readNumbers(variable)
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), end)
    end += values.byteLength
    onProgress?.(end / bytes.length)
  }
  return bytes
}

/** @throws CheckpointError with a sentence for people */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerLength = bytes.length >= LENGTH_BYTES ? Number(view.getBigUint64(0, true)) : Number.POSITIVE_INFINITY
  const start = LENGTH_BYTES + headerLength
  if (!(start <= bytes.length)) throw new CheckpointError('This is not a checkpoint, or its beginning is missing.')
  const { __metadata__: metadata, ...entries } = parseObject(decodeAscii(bytes.subarray(LENGTH_BYTES, start)))
  const info = parseInfo(metadata)
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const { dtype, shape, data_offsets: range } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown }
    if (dtype !== 'F32' || !isCounts(shape) || !isCounts(range) || range.length !== 2) throw damaged(name)
    const [from, to] = range as [number, number]
    const size = sizeOf(shape)
    if (to - from !== size * FLOAT_BYTES || start + to > bytes.length) throw damaged(name)
    const values = new Uint8Array(bytes.subarray(start + from, start + to)) // a copy; the slice of a Node Buffer would be none
    return [name, { shape, values: new Float32Array(values.buffer) }] as const
  })
  return { ...info, tensors: Object.fromEntries(tensors) }
}

/** Models with the weights of a checkpoint. @throws CheckpointError where a tensor is missing or has another shape */
export function restoreModels(checkpoint: Checkpoint): Models {
  const models = createModels(checkpoint.config, checkpoint.channels)
  const state = Object.entries(stateOf(models))
  const wrong = state.find(([name, { shape }]) => String(checkpoint.tensors[name]?.shape) !== String(shape))
  if (wrong) {
    disposeModels(models)
    throw damaged(wrong[0])
  }
  for (const [name, variable] of state) {
    setValues(variable, (checkpoint.tensors[name] as Checkpoint['tensors'][string]).values)
  }
  return models
}

/** Goes on where the checkpoint was written, on the same data: the next step is the one that would have come. */
export function restoreRun(checkpoint: Checkpoint, dataset: Dataset): Run {
  if (dataset.channels !== checkpoint.channels || dataset.size !== checkpoint.config.size) {
    throw new CheckpointError(
      `This run was trained on images of ${checkpoint.config.size} px with ${checkpoint.channels} channels; the data given has ${dataset.size} px and ${dataset.channels}.`,
    )
  }
  return createRun(checkpoint.config, dataset, restoreModels(checkpoint), checkpoint)
}

function parseInfo(metadata: unknown): CheckpointInfo {
  const text = (metadata as { quarterturn?: unknown } | undefined)?.quarterturn
  if (typeof text !== 'string') throw new CheckpointError('This safetensors file was not written by Quarterturn.')
  const raw = parseObject(text)
  const { version, config: settings, data, channels, step, elapsedSeconds, images = null, device = null } = raw
  if (version !== VERSION)
    throw new CheckpointError(`This checkpoint has version ${String(version)}; this program reads version ${VERSION}.`)
  const { config, problems } = parseConfig((settings ?? {}) as Record<string, unknown>)
  const [problem] = problems
  if (problem) throw new CheckpointError(`The checkpoint's settings cannot be used: ${problem.message}`)
  const isWhole =
    typeof data === 'string' && isCounts([step]) && typeof elapsedSeconds === 'number' && isTrainingImages(images) && isDeviceRecord(device)
  if (!isWhole || (channels !== 1 && channels !== 3)) throw new CheckpointError('The checkpoint does not say where its run stands.')
  return { config, data, channels, step: step as number, elapsedSeconds, images, device }
}

function isDeviceRecord(value: unknown): value is DeviceRecord | null {
  if (value === null) return true
  const { backend, name, threads } = value as { backend?: unknown; name?: unknown; threads?: unknown }
  return typeof backend === 'string' && isBackendChoice(backend) && backend !== 'auto' && typeof name === 'string' && isCounts([threads])
}

function isTrainingImages(value: unknown): value is TrainingImages | null {
  if (value === null) return true
  const { count, hash } = value as { count?: unknown; hash?: unknown }
  return isCounts([count]) && typeof hash === 'string'
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // falls through to the sentence below
  }
  throw new CheckpointError('This is not a checkpoint: its header cannot be read.')
}

function isCounts(values: unknown): values is number[] {
  return Array.isArray(values) && values.every((value) => Number.isSafeInteger(value) && value >= 0)
}

function damaged(name: string): CheckpointError {
  return new CheckpointError(`The checkpoint is damaged: “${name.slice(0, 60)}” is missing or has the wrong size.`)
}

/** JSON with every other character escaped, so that bytes and characters are the same without a text encoder. */
function encodeAscii(text: string): Uint8Array {
  const ascii = text.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0))
}

function decodeAscii(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let from = 0; from < bytes.length; from += 4096) parts.push(String.fromCharCode(...bytes.subarray(from, from + 4096)))
  return parts.join('')
}
