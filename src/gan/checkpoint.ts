// The state of a run as one file, and back: every tensor in the safetensors layout, settings and progress in its metadata, and where they are
// wanted the pictures of that moment. Files may also be without what only training needs, or hold nothing but pictures.

import type { Dataset } from '../data/dataset.ts'
import type { RunConfig } from '../spec/config.ts'
import { FIELDS } from '../spec/fields.ts'
import type { SnapshotInfo, SnapshotPictures } from '../spec/runs.ts'
import { captureTensors } from '../tensor/readback.ts'
import { sizeOf } from '../tensor/shape.ts'
import { setValues } from '../tensor/stream.ts'
import { checkTables, decodeClasses, encodeTables, tablePlaces } from './checkpoint-classes.ts'
import { type CheckpointInfo, checkSeal, type Metadata, parseMetadata, seal, writeMetadata } from './checkpoint-metadata.ts'
import { checkPictures, decodePictures, encodePictures, infoOfPictures, picturePlaces, type WallAndPanel } from './checkpoint-pictures.ts'
import { type ClassLabels, classCountOf, maxClassCount } from './class-labels.ts'
import { CheckpointError, notFinite } from './errors.ts'
import { averageOf, createModels, type Models, networkNames, stateOf, stateShapes } from './models.ts'
import { createRun, type Run } from './run.ts'
import {
  type Dtype,
  damagedTensor,
  encodeFloats,
  headerEnd,
  LENGTH_BYTES,
  parseHeader,
  type TensorPlace,
  type TensorPlaces,
  writeSafetensors,
} from './safetensors.ts'

interface NamedTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export interface Checkpoint extends CheckpointInfo {
  readonly content: SnapshotInfo['content']
  /** In files that are not a whole state nothing is known of single images: the tables are empty. */
  readonly classes: ClassLabels | null
  /** By their flat names: see models.ts. */
  readonly tensors: Readonly<Record<string, NamedTensor>>
  readonly pictures: SnapshotPictures
}

/** What a checkpoint says of a run that the run itself does not know. */
export type AboutRun = Omit<CheckpointInfo, 'config' | 'step' | 'classCount' | 'classes'>

const NO_PICTURES: WallAndPanel = { wall: null, panel: null }

/**
 * The state of a run at the moment of the call, as a file: training may go on while it is read back from the device.
 * @param pictures of that state, drawn before
 * @throws TrainingError where a value is infinite or not a number: such a state is not to be kept
 */
export async function captureCheckpoint(
  { config, step, models, classCount, classes }: Pick<Run, 'config' | 'step' | 'models' | 'classCount' | 'classes'>,
  about: AboutRun,
  pictures = NO_PICTURES,
): Promise<Uint8Array<ArrayBuffer>> {
  const state = Object.entries(stateOf(models))
  const values = await captureTensors(state.map(([, variable]) => variable))
  if (!values.every(areFinite)) throw notFinite(step, 'a weight')
  const tensors = Object.fromEntries(state.map(([name, { shape }], i) => [name, { shape, values: values[i] as Float32Array }]))
  return encodeCheckpoint({ ...about, config, step, classCount, classes, content: 'state', tensors, pictures: { step, ...pictures } })
}

/** The bytes of the file. */
export function encodeCheckpoint({ content, tensors, pictures, ...info }: Checkpoint): Uint8Array<ArrayBuffer> {
  const encoded = [
    ...Object.entries(tensors).map(([name, tensor]) => encodeFloats(name, tensor)),
    ...(content === 'state' && info.classes ? encodeTables(info.classes) : []),
    ...encodePictures(pictures, info.channels),
  ]
  const file = writeSafetensors(writeMetadata({ info, content, pictures: infoOfPictures(pictures) }), encoded)
  seal(file)
  return file
}

/** Checks all of a file. @throws CheckpointError with a sentence for people */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const end = headerEnd(bytes.subarray(0, LENGTH_BYTES + 1), bytes.length)
  const { metadata, places } = readHeader(bytes.subarray(LENGTH_BYTES, end), bytes.length)
  if (metadata.isSealed) checkSeal(bytes)
  const { info, content } = metadata
  const bytesOf = ({ from, to }: TensorPlace) => bytes.subarray(from, to)
  const tensors = Object.entries(expectedShapes(info, content)).map(([name, shape]) => {
    return [name, { shape, values: readValues(name, bytesOf(places[name] as TensorPlace)) }] as const
  })
  const bytesAt = (some: TensorPlaces) => Object.fromEntries(Object.entries(some).map(([name, place]) => [name, bytesOf(place)]))
  const classes = info.classes && decodeClasses(info.classes, bytesAt(tablePlaces(places)))
  const pictures = { step: info.step, ...decodePictures(metadata, bytesAt(picturePlaces(places))) }
  return { ...info, classes, content, tensors: Object.fromEntries(tensors), pictures }
}

/** @throws CheckpointError where the header contradicts itself, the settings of the run, or the length of the file */
function readHeader(json: Uint8Array, fileBytes: number): { metadata: Metadata & { isSealed: boolean }; places: TensorPlaces } {
  const header = parseHeader(json, fileBytes)
  const metadata = parseMetadata(header.metadata)
  const { places } = header
  checkShapes(expectedShapes(metadata.info, metadata.content), places)
  checkTables(places, metadata.content === 'state' && metadata.info.classes !== null, metadata.info.images?.count ?? null)
  checkPictures(metadata, places)
  return { metadata, places }
}

/** Of the tensors that a file must have. */
function expectedShapes(
  { config, channels, classCount }: CheckpointInfo,
  content: Checkpoint['content'],
): Record<string, readonly number[]> {
  if (content === 'pictures') return {}
  const shapes = stateShapes(config, channels, classCount)
  if (content === 'state') return shapes
  return Object.fromEntries(networkNames(Object.keys(shapes)).map((name) => [name, shapes[name] as readonly number[]]))
}

/** @throws CheckpointError naming the first that is missing or has another shape */
function checkShapes(expected: Readonly<Record<string, readonly number[]>>, found: Readonly<Record<string, WithShape>>): void {
  const wrong = Object.entries(expected).find(([name, shape]) => !isFloats(found[name], shape))
  if (wrong) throw damagedTensor(wrong[0])
}

interface WithShape {
  readonly shape: readonly number[]
  readonly dtype?: Dtype
}

function isFloats(found: WithShape | undefined, shape: readonly number[]): boolean {
  return found !== undefined && (found.dtype ?? 'F32') === 'F32' && String(found.shape) === String(shape)
}

/** A copy: the slice of a Node Buffer would be none, and floats of older files may begin anywhere. */
function readValues(name: string, bytes: Uint8Array): Float32Array {
  const values = new Float32Array(new Uint8Array(bytes).buffer)
  if (!areFinite(values)) throw new CheckpointError(`The checkpoint is damaged: in “${name}” is a value that is not a number.`)
  return values
}

function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false
  return true
}

/** For the pictures, what is known of every image, and the header. */
const SPARE_BYTES = 32 * 1024 * 1024

/** No checkpoint of a run with these settings is larger. */
export function maxCheckpointBytes(config: RunConfig, channels: number): number {
  const floats = Object.values(stateShapes(config, channels, maxClassCount(config))).reduce((sum, shape) => sum + sizeOf(shape), 0)
  return floats * Float32Array.BYTES_PER_ELEMENT + SPARE_BYTES
}

/** A file of which any range can be read. */
interface RangeReader {
  readonly size: number
  /** The bytes from `from` up to `to`; fewer where the file ends before. */
  read(from: number, to: number): Promise<Uint8Array>
}

/** The pictures in a checkpoint, without reading the rest of it. @throws CheckpointError */
export async function readPictures(file: RangeReader): Promise<SnapshotPictures> {
  const end = headerEnd(await file.read(0, LENGTH_BYTES + 1), file.size)
  const { metadata, places } = readHeader(await file.read(LENGTH_BYTES, end), file.size)
  const bytes: Record<string, Uint8Array> = {}
  for (const [name, { from, to }] of Object.entries(picturePlaces(places))) {
    const read = await file.read(from, to)
    if (read.length !== to - from) throw damagedTensor(name)
    bytes[name] = read
  }
  return { step: metadata.info.step, ...decodePictures(metadata, bytes) }
}

/** The same file with less in it. @throws CheckpointError where it has less already */
export function stripCheckpoint(bytes: Uint8Array, content: Exclude<Checkpoint['content'], 'state'>): Uint8Array<ArrayBuffer> {
  const checkpoint = readCheckpoint(bytes)
  if (content === 'networks' && checkpoint.content === 'pictures') throw withoutNetworks()
  const names = content === 'networks' ? networkNames(Object.keys(checkpoint.tensors)) : []
  const tensors = Object.fromEntries(names.map((name) => [name, checkpoint.tensors[name] as NamedTensor]))
  return encodeCheckpoint({ ...checkpoint, content, tensors })
}

/**
 * Models with the weights of a checkpoint. Where it has only networks, the weights of G are its average, and the moments of Adam are zero:
 * pictures, features and scores are the same, but training cannot go on.
 * @throws CheckpointError where a tensor is missing or has another shape
 */
export function restoreModels(checkpoint: Checkpoint): Models {
  if (checkpoint.content === 'pictures') throw withoutNetworks()
  checkShapes(expectedShapes(checkpoint, checkpoint.content), checkpoint.tensors)
  const models = createModels(checkpoint.config, checkpoint.channels, checkpoint.classCount)
  setAll(models, checkpoint.tensors)
  return models
}

/** Goes on where the checkpoint was written, on the same data: the next step is the one that would have come. */
export function restoreRun(checkpoint: Checkpoint, dataset: Dataset): Run {
  if (checkpoint.content === 'networks')
    throw new CheckpointError('Training cannot go on from this file: it has the networks only, without the state of their training.')
  if (dataset.channels !== checkpoint.channels || dataset.size !== checkpoint.config.size) {
    throw new CheckpointError(
      `This run was trained on images of ${checkpoint.config.size} px with ${checkpoint.channels} channels; the data given has ${dataset.size} px and ${dataset.channels}.`,
    )
  }
  const { classes } = checkpoint
  if (classes && checkpoint.content === 'state' && classes.ofImages.length !== dataset.count) {
    throw new CheckpointError(`This run knows the classes of ${classes.ofImages.length} images; the data given has ${dataset.count}.`)
  }
  return createRun(checkpoint.config, dataset, restoreModels(checkpoint), checkpoint)
}

/**
 * A new run that begins with the networks of another: G and its average with the average of the other G, D with its weights. Its classes are
 * found anew.
 * @throws CheckpointError naming the settings for which they do not fit
 */
export function startFrom(checkpoint: Checkpoint, config: RunConfig, dataset: Dataset): Run {
  if (checkpoint.content === 'pictures') throw withoutNetworks()
  const names = networkNames(Object.keys(expectedShapes(checkpoint, 'state')))
  const classCount = classCountOf(config, dataset)
  const shapes = stateShapes(config, dataset.channels, classCount)
  const wanted = networkNames(Object.keys(shapes))
  const fits = wanted.length === names.length && wanted.every((name) => isFloats(checkpoint.tensors[name], shapes[name] ?? []))
  if (!fits) throw new CheckpointError(describeMisfit(checkpoint, { config, channels: dataset.channels, classCount }))
  const models = createModels(config, dataset.channels, classCount)
  setAll(models, Object.fromEntries(wanted.map((name) => [name, checkpoint.tensors[name] as NamedTensor])))
  return createRun(config, dataset, models)
}

/** A weight that is not there becomes its average; what has neither stays as it is. */
function setAll(models: Models, tensors: Checkpoint['tensors']): void {
  for (const [name, variable] of Object.entries(stateOf(models))) {
    const tensor = tensors[name] ?? tensors[averageOf(name)]
    if (tensor) setValues(variable, tensor.values)
  }
}

/** The settings that shape the networks. */
const SHAPING = ['architecture', 'size', 'width', 'latent', 'generatorNorm', 'spectralNorm'] as const

type Shaped = Pick<CheckpointInfo, 'config' | 'channels' | 'classCount'>

function describeMisfit(before: Shaped, now: Shaped): string {
  const isCoTrained = ({ config }: Shaped) => config.conditioning === 'co-trained'
  const names = isCoTrained(before) === isCoTrained(now) ? SHAPING : ([...SHAPING, 'conditioning'] as const)
  const settings = names
    .filter((name) => before.config[name] !== now.config[name])
    .map((name) => `“${FIELDS[name].label}” is ${before.config[name]} there and ${now.config[name]} here`)
  const told = (count: number) => (count === 0 ? 'no classes' : count === 1 ? 'one class' : `${count} classes`)
  const classes =
    before.classCount === now.classCount ? [] : [`its networks know ${told(before.classCount)}, and these ${told(now.classCount)}`]
  const colours = (count: number) => (count === 1 ? 'grey' : 'colour')
  const images =
    before.channels === now.channels ? [] : [`its images are in ${colours(before.channels)}, and these in ${colours(now.channels)}`]
  return `The weights of that run do not fit: ${[...settings, ...classes, ...images].join('; ')}.`
}

function withoutNetworks(): CheckpointError {
  return new CheckpointError('There are only pictures in this file, not the networks that drew them.')
}
