// What a checkpoint says about itself: the settings of its run and where it stands, what the file contains, and its checksum.
import { ascii, crc32 } from '../data/bytes.ts'
import type { TrainingImages } from '../data/fingerprint.ts'
import { type DeviceRecord, isBackendChoice } from '../spec/backends.ts'
import { isConditional, type RunConfig } from '../spec/config.ts'
import { parseConfig } from '../spec/parse-config.ts'
import { RUN_ID, type SnapshotInfo } from '../spec/runs.ts'
import { type ClassFacts, factsOf, isClassFacts, shownFacts } from './checkpoint-classes.ts'
import { maxClassCount } from './class-labels.ts'
import { CheckpointError } from './errors.ts'
import { isCounts, isObject, LENGTH_BYTES, parseObject } from './safetensors.ts'

/** 1 had neither pictures nor a checksum, and always a whole state. */
const VERSION = 2

export interface CheckpointInfo {
  /** Id of its run; absent in checkpoints from before it was written down. */
  readonly run?: string
  readonly config: RunConfig
  /** Name of the data set trained on. */
  readonly data: string
  readonly channels: 1 | 3
  readonly step: number
  readonly elapsedSeconds: number
  /** The images trained on; null in checkpoints from before it was written down. */
  readonly images: TrainingImages | null
  /** The device of the last step; null in checkpoints from before it was written down. */
  readonly device: DeviceRecord | null
  /** How many classes its networks are told apart; 0 where they are told none. */
  readonly classCount: number
  /** Null where it has none, or they had not been found yet. */
  readonly classes: ClassFacts | null
}

/** What stands with the pictures of a file. */
export interface PicturesInfo {
  readonly wall: { readonly step: number; readonly seeds: readonly number[]; readonly classes?: readonly number[] } | null
  readonly panel: { readonly step: number } | null
}

export interface Metadata {
  readonly info: CheckpointInfo
  readonly content: SnapshotInfo['content']
  readonly pictures: PicturesInfo
}

/** The checksum comes first, so that its place in the file is known: see `seal`. */
export function writeMetadata({ info, content, pictures }: Metadata): Record<string, string> {
  const classes = info.classes && factsOf(info.classes)
  return { crc32: UNSEALED, quarterturn: JSON.stringify({ version: VERSION, content, pictures, ...info, classes }) }
}

/** @throws CheckpointError */
export function parseMetadata({ quarterturn: text }: Readonly<Record<string, unknown>>): Metadata & { readonly isSealed: boolean } {
  if (typeof text !== 'string') throw new CheckpointError('This safetensors file was not written by Quarterturn.')
  const raw = parseObject(text)
  const { version, content = 'state', pictures = { wall: null, panel: null } } = raw
  if (Number.isSafeInteger(version) && (version as number) > VERSION)
    throw new CheckpointError('The checkpoint was written by a newer Quarterturn: reload the page, or update the program.')
  if (version !== 1 && version !== VERSION) throw new CheckpointError('The checkpoint does not say which version of Quarterturn wrote it.')
  if (content !== 'state' && content !== 'networks' && content !== 'pictures')
    throw new CheckpointError('The checkpoint does not say what is in it.')
  const info = parseInfo(raw)
  if (!isPicturesInfo(pictures, info.classCount)) throw new CheckpointError('The checkpoint does not say what its pictures are.')
  return { info, content, pictures, isSealed: version === VERSION }
}

function parseInfo(raw: Readonly<Record<string, unknown>>): CheckpointInfo {
  const { run, config: settings, data, channels, step, elapsedSeconds, images = null, device = null, classCount = 0, classes = null } = raw
  const { config, problems } = parseConfig(isObject(settings) ? settings : {})
  const [problem] = problems
  if (problem) throw new CheckpointError(`The checkpoint's settings cannot be used: ${problem.message}`)
  const isWhole =
    isRunId(run) &&
    typeof data === 'string' &&
    isCounts([step]) &&
    Number.isFinite(elapsedSeconds) &&
    isTrainingImages(images) &&
    isDeviceRecord(device)
  if (!isWhole || (channels !== 1 && channels !== 3)) throw new CheckpointError('The checkpoint does not say where its run stands.')
  if (!isClassCount(classCount, config) || !isClassFacts(classes, classCount, step as number))
    throw new CheckpointError('The checkpoint does not say which classes its run has.')
  const shown = classes && shownFacts(classes)
  return {
    ...(run !== undefined && { run }),
    config,
    data,
    channels,
    step: step as number,
    elapsedSeconds: elapsedSeconds as number,
    images,
    device,
    classCount,
    classes: shown,
  }
}

function isRunId(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && RUN_ID.test(value))
}

function isClassCount(value: unknown, config: RunConfig): value is number {
  return isCounts([value]) && (value as number) <= maxClassCount(config) && isConditional(config) === (value as number) > 0
}

function isDeviceRecord(value: unknown): value is DeviceRecord | null {
  if (value === null) return true
  const { backend, name, threads } = isObject(value) ? value : {}
  return typeof backend === 'string' && isBackendChoice(backend) && backend !== 'auto' && typeof name === 'string' && isCounts([threads])
}

function isTrainingImages(value: unknown): value is TrainingImages | null {
  if (value === null) return true
  const { count, hash } = isObject(value) ? value : {}
  return isCounts([count]) && typeof hash === 'string'
}

function isPicturesInfo(value: unknown, classCount: number): value is PicturesInfo {
  const { wall, panel } = isObject(value) ? value : {}
  return (wall === null || isWallInfo(wall, classCount)) && (panel === null || (isObject(panel) && isCounts([panel.step])))
}

function isWallInfo(wall: unknown, classCount: number): boolean {
  const { step, seeds, classes } = isObject(wall) ? wall : {}
  if (!isCounts([step]) || !isCounts(seeds) || seeds.length === 0) return false
  return classes === undefined || (isCounts(classes) && classes.length === seeds.length && classes.every((index) => index < classCount))
}

const UNSEALED = '00000000'
const BEFORE_CHECKSUM = '{"__metadata__":{"crc32":"'
const CHECKSUM_AT = LENGTH_BYTES + BEFORE_CHECKSUM.length
const AFTER_CHECKSUM = CHECKSUM_AT + UNSEALED.length

/** Writes the checksum of a file that is complete but for it. */
export function seal(bytes: Uint8Array): void {
  bytes.set(
    Array.from(checksumOf(bytes), (digit) => digit.charCodeAt(0)),
    CHECKSUM_AT,
  )
}

/** @throws CheckpointError where the file is not as it was written, in a single bit */
export function checkSeal(bytes: Uint8Array): void {
  const isInPlace = ascii(bytes, LENGTH_BYTES, BEFORE_CHECKSUM.length) === BEFORE_CHECKSUM
  if (!isInPlace || ascii(bytes, CHECKSUM_AT, UNSEALED.length) !== checksumOf(bytes))
    throw new CheckpointError('The checkpoint is damaged, or was changed by another program: its checksum is not that of its content.')
}

/** CRC-32 of a file with zeros in the place of its checksum, as hexadecimal digits. */
function checksumOf(bytes: Uint8Array): string {
  const start = new Uint8Array(bytes.subarray(0, AFTER_CHECKSUM)).fill(UNSEALED.charCodeAt(0), CHECKSUM_AT)
  return crc32(bytes.subarray(AFTER_CHECKSUM), crc32(start)).toString(16).padStart(UNSEALED.length, '0')
}
