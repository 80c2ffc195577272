// State of the search for the picture of the generator that is nearest to a photo.
import type { TrainerEvent } from '../../../protocol.ts'
import type { FindTarget, FoundPicture, NearPicture } from '../../../spec/find-latent.ts'

export interface SearchUnderWay {
  readonly id: number
  readonly share: number
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
  readonly cancelling: boolean
}

export interface FindSlice {
  readonly lastId: number
  readonly underWay: SearchUnderWay | null
  /** What the photo is called; null: none was chosen. */
  readonly name: string | null
  /** Null until it is prepared. */
  readonly target: FindTarget | null
  /** The nearest so far. */
  readonly nearest: NearPicture | null
  /** Of the last search that came to its end. */
  readonly found: FoundPicture | null
  /** Why the last search did not, as a sentence. */
  readonly problem: string | null
}

export const initialFind: FindSlice = { lastId: 0, underWay: null, name: null, target: null, nearest: null, found: null, problem: null }

/** A photo was chosen. */
export function beginSearch(find: FindSlice, name: string): FindSlice {
  const id = find.lastId + 1
  return { ...initialFind, lastId: id, name, underWay: { id, share: 0, left: null, cancelling: false } }
}

type FindEvent = Extract<TrainerEvent, { type: 'find-target' | 'find-progress' | 'latent-found' | 'find-failed' }>

export function applyFindEvent(find: FindSlice, event: FindEvent): FindSlice {
  const { underWay } = find
  if (underWay === null) return find
  switch (event.type) {
    case 'find-target':
      return { ...find, target: event.target }
    case 'find-progress':
      return { ...find, underWay: { ...underWay, share: event.share, left: event.left }, nearest: event.nearest }
    case 'latent-found':
      return { ...find, underWay: null, nearest: event.found, found: event.found }
    case 'find-failed':
      return event.sentence === null ? nextSearch(find) : { ...nextSearch(find), name: find.name, problem: event.sentence }
    default:
      return event satisfies never
  }
}

/** The trainer is gone, and with it what it was searching. What was found stays. */
export function withoutSearch(find: FindSlice): FindSlice {
  if (find.underWay === null) return find
  return { ...nextSearch(find), problem: 'The trainer stopped before the search was done. Drop the photo again once the run is back.' }
}

/** Another run is on the page, or nothing is left of a search: only late events of it are still dropped. */
export function nextSearch({ lastId }: FindSlice): FindSlice {
  return { ...initialFind, lastId }
}
