// Prepared sets kept in the origin's private file system, so that opening one again needs no import.
import type { Collection } from '../core/data/collection.ts'
import type { KeptSets } from '../spec/report.ts'
import type { Library } from './images.ts'

const NOTHING: KeptSets = { sets: [], storage: null, problem: null }

export const library: Library = { list: async () => NOTHING, keep: async () => NOTHING, remove: async () => NOTHING }

/** A kept set as it was prepared. */
export async function openKept(key: string): Promise<Collection> {
  throw new Error(`There is no kept set “${key}”.`)
}
