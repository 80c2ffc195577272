// What a person has chosen for single images, by the identity of their files, so that it survives preparing them again at another size: which are
// taken, and their labels.
import { type GivenLabels, NO_CLASS } from '../spec/classes.ts'
import type { Collection } from './collection.ts'

export interface Choices {
  /** Whether images are taken, where a person has chosen so, by identity. */
  readonly taken: ReadonlyMap<string, boolean>
  readonly labels: FileLabels | null
}

/** A person's own labels. */
interface FileLabels extends Pick<GivenLabels, 'source' | 'names'> {
  /** The index of the label among the names, by identity. */
  readonly ofFiles: ReadonlyMap<string, number>
}

export const NO_CHOICES: Choices = { taken: new Map(), labels: null }

/** What is needed of a set. */
type Chosen = Pick<Collection, 'paths' | 'fingerprints' | 'leftOut' | 'byHand' | 'givenLabels'>

/** Path and content: another folder of the same name may have other images under the same paths. */
function identityOf({ paths, fingerprints }: Pick<Collection, 'paths' | 'fingerprints'>, image: number): string {
  const path = paths[image] as string
  return fingerprints ? `${fingerprints[image]}\0${path}` : path
}

export function choicesOf(set: Chosen): Choices {
  const taken = new Map([...set.byHand].map((image) => [identityOf(set, image), !set.leftOut.has(image)]))
  return { taken, labels: set.givenLabels ? fileLabels(set, set.givenLabels) : null }
}

function fileLabels(set: Chosen, { source, names, ofImages }: GivenLabels): FileLabels {
  const labelled = [...ofImages.entries()].filter(([, label]) => label !== NO_CLASS)
  return { source, names, ofFiles: new Map(labelled.map(([image, label]) => [identityOf(set, image), label])) }
}

/** Applies choices to images that have been prepared again and may have other numbers. Choices without fingerprints match by path. */
export function withChoices(collection: Collection, { taken, labels }: Choices): Collection {
  const chosen = <T>(choices: ReadonlyMap<string, T>, image: number) =>
    choices.get(identityOf(collection, image)) ?? choices.get(collection.paths[image] as string)
  const leftOut = new Set(collection.leftOut)
  const byHand = new Set(collection.byHand)
  for (const image of collection.paths.keys()) {
    const isTaken = chosen(taken, image)
    if (isTaken === undefined) continue
    byHand.add(image) // also where the findings agree with it now: at another size they may not
    if (isTaken) leftOut.delete(image)
    else leftOut.add(image)
  }
  const ofImages = labels && Int32Array.from(collection.paths.keys(), (image) => chosen(labels.ofFiles, image) ?? NO_CLASS)
  const isSame = ofImages && (labels.ofFiles.size === 0 || ofImages.some((label) => label !== NO_CLASS)) // else another folder of the same name
  return { ...collection, leftOut, byHand, ...(isSame && { givenLabels: { source: labels.source, names: labels.names, ofImages } }) }
}
