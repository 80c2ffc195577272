// The classes of a run in a checkpoint: what pictures need of them (names and proportions) in its metadata, and in a whole state what is known
// of every image, as tensors of the file.
import { MAX_CLASS_NAME } from '../spec/classes.ts'
import { CONTROL_CHARACTERS } from '../spec/label-names.ts'
import { areClasses, areShares, type ClassLabels } from './class-labels.ts'
import { CheckpointError } from './errors.ts'
import { damagedTensor, type EncodedTensor, isCounts, isObject, type TensorPlaces } from './safetensors.ts'

/** What every file of a run with classes has of them. */
export type ClassFacts = Pick<ClassLabels, 'names' | 'counts' | 'step'>
type Tables = Omit<ClassLabels, keyof ClassFacts>

/** Their names in the file; each has a value for every image. */
const TABLES = {
  ofImages: { name: 'labels/ofImages', dtype: 'I32' },
  confidence: { name: 'labels/confidence', dtype: 'F32' },
  given: { name: 'labels/given', dtype: 'I32' },
} as const satisfies Record<keyof Tables, Pick<EncodedTensor, 'name' | 'dtype'>>
const ALL_TABLES = Object.values(TABLES)

/** In the place of the tables in files that are not a whole state. */
const NO_TABLES: Tables = { ofImages: new Int32Array(), confidence: new Float32Array(), given: new Int32Array() }

/** @param step of the checkpoint */
export function isClassFacts(value: unknown, classCount: number, step: number): value is ClassFacts | null {
  if (value === null) return true
  const { names, counts, step: found } = isObject(value) ? value : {}
  const isName = (name: unknown) => typeof name === 'string' && name.length <= MAX_CLASS_NAME
  if (!Array.isArray(names) || names.length !== classCount || !names.every(isName)) return false
  return isCounts(counts) && counts.length === classCount && isCounts([found]) && (found as number) <= step && classCount > 0
}

/** Names as they can be shown anywhere: a file may come from anybody. */
export function shownFacts({ names, ...facts }: ClassFacts): ClassFacts {
  return { ...facts, names: names.map((name) => name.replace(CONTROL_CHARACTERS, '\ufffd')) }
}

export function factsOf({ names, counts, step }: ClassFacts): ClassFacts {
  return { names, counts, step }
}

export function encodeTables(classes: ClassLabels): EncodedTensor[] {
  return Object.entries(TABLES).map(([key, { name, dtype }]) => {
    const { buffer, byteOffset, byteLength, length } = classes[key as keyof Tables]
    return { name, dtype, shape: [length], values: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength) }
  })
}

/** Of the tables that a file has. */
export function tablePlaces(places: TensorPlaces): TensorPlaces {
  return Object.fromEntries(Object.entries(places).filter(([name]) => ALL_TABLES.some((table) => table.name === name)))
}

/**
 * @param isExpected whether the file must have them; otherwise it must have none
 * @param images how many there are; null where the file does not say
 * @throws CheckpointError
 */
export function checkTables(places: TensorPlaces, isExpected: boolean, images: number | null): void {
  const count = images ?? places[TABLES.ofImages.name]?.shape[0]
  const wrong = ALL_TABLES.find(({ name, dtype }) => {
    const place = places[name]
    if (!isExpected || !place) return isExpected || place !== undefined
    return place.dtype !== dtype || String(place.shape) !== String([count])
  })
  if (wrong) throw damagedTensor(wrong.name)
}

/** @param bytes of each table that there is, which were checked before. @throws CheckpointError where a value makes no sense */
export function decodeClasses(facts: ClassFacts, bytes: Readonly<Record<string, Uint8Array>>): ClassLabels {
  const copyOf = ({ name }: { readonly name: string }) => bytes[name] && new Uint8Array(bytes[name]).buffer
  const [ofImages, confidence, given] = [copyOf(TABLES.ofImages), copyOf(TABLES.confidence), copyOf(TABLES.given)]
  if (!ofImages || !confidence || !given) return { ...facts, ...NO_TABLES }
  const classes = { ...facts, ofImages: new Int32Array(ofImages), confidence: new Float32Array(confidence), given: new Int32Array(given) }
  if (!areShares(classes.confidence) || ![classes.ofImages, classes.given].every((table) => areClasses(table, facts.counts.length)))
    throw new CheckpointError('The checkpoint is damaged: an image in it is of a class that there is not.')
  return classes
}
