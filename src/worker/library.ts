// Prepared sets kept in the origin's private file system, so that opening one again needs no import. A set is a folder `sets/KEY`.
// Training never depends on it: whatever goes wrong here becomes a sentence.
import { type Choices, choicesOf } from '../data/collection.ts'
import { picturesOf } from '../data/pictures.ts'
import { TrainingError } from '../gan/errors.ts'
import type { Preparation } from '../spec/config.ts'
import type { FolderHandle } from '../spec/files.ts'
import { originOf } from '../spec/kept.ts'
import type { KeptSet, KeptSets } from '../spec/report.ts'
import { messageOf } from '../spec/words.ts'
import { KeptSetError, keptKey } from '../store/kept-set.ts'
import type { Library, Prepared } from './images.ts'
import { bytesNeeded, type Chosen, type Folder, isNamed, lookAt, namesIn, readSet, tidy, writeChosen, writeSet } from './kept-folder.ts'

/** What the library needs from the place it runs in. */
export interface LibraryDependencies {
  /** The private file system. Rejects where there is none. */
  root(): Promise<Folder>
  /** One work at a time, of all tabs: half of what one writes must not look broken to another. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  estimate(): Promise<KeptSets['storage']>
  /** Milliseconds since 1970. */
  now(): number
  /** Where sets come from, by key. */
  readonly sources: {
    get(key: string): Promise<FolderHandle | null>
    /** Null forgets it. */
    put(key: string, folder: FolderHandle | null): Promise<void>
  }
}

const SETS = 'sets'
const MEGABYTE = 1_000_000

const NO_STORAGE =
  'Sets cannot be kept here: the window is private, or the browser is too old. Training works all the same; the images have to be chosen again next time.'

export function createLibrary(deps: LibraryDependencies): Library {
  return new KeptLibrary(deps)
}

class KeptLibrary implements Library {
  private readonly deps: LibraryDependencies
  /** The latest choice of each set. */
  private readonly latest = new Map<string, Chosen>()
  /** When the sets of this tab were saved, by key. */
  private readonly times = new Map<string, number>()

  constructor(deps: LibraryDependencies) {
    this.deps = deps
  }

  list(): Promise<KeptSets> {
    return this.exclusively(() => this.change(async () => undefined, String))
  }

  async keep(prepared: Prepared, source: FolderHandle | null): Promise<{ key: string | null; kept: KeptSets }> {
    const key = keptKey(prepared.collection.name, prepared.preparation)
    let isKept = false
    const keepIt = async (sets: Folder) => {
      const savedAt = this.deps.now()
      await writeSet(await sets.getDirectoryHandle(key, { create: true }), prepared, savedAt)
      this.times.set(key, savedAt)
      isKept = true
      await this.deps.sources.put(key, source).catch(() => undefined) // without it the folder is chosen by hand
    }
    const explain = async (error: unknown) => whyNotKept(error, bytesNeeded(prepared), await this.estimate())
    const kept = await this.exclusively(() => this.change(keepIt, explain))
    return { key: isKept ? key : null, kept }
  }

  async open(key: string, name: string): Promise<Prepared> {
    try {
      const { prepared, savedAt } = await this.deps.exclusive(async () => readSet(await (await this.openSets()).getDirectoryHandle(key)))
      this.times.set(key, savedAt)
      return prepared
    } catch (error) {
      throw whyNotOpened(error, name)
    }
  }

  async choices(name: string, preparation: Preparation): Promise<Choices> {
    try {
      return await this.deps.exclusive(async () => choicesIn(await this.openSets(), name, keptKey(name, preparation)))
    } catch {
      return new Map() // where nothing can be read nothing was kept
    }
  }

  choose(key: string, chosen: Chosen): Promise<KeptSets | null> {
    this.latest.set(key, chosen)
    const writeIt = async (sets: Folder) => writeChosen(await sets.getDirectoryHandle(key), chosen, this.times.get(key))
    const explain = (error: unknown) => `Which images are left out could not be kept with the set${because(error)}`
    // Of fifty ticks in a row a few are written: where a newer one waits for its turn already, that one writes.
    return this.exclusively(async () => (this.latest.get(key) === chosen ? this.change(writeIt, explain) : null))
  }

  remove(key: string): Promise<KeptSets> {
    const removeIt = async (sets: Folder) => {
      await sets.removeEntry(key, { recursive: true }).catch(unlessGone)
      await this.deps.sources.put(key, null).catch(() => undefined)
    }
    return this.exclusively(() => this.change(removeIt, (error) => `The set could not be deleted${because(error)}`))
  }

  /** Does a work on the folder of sets, then lists what there is, which removes what has failed half-way; `explain` tells what went wrong. */
  private async change(work: (sets: Folder) => Promise<void>, explain: (error: unknown) => string | Promise<string>): Promise<KeptSets> {
    const sets = await this.openSets().catch(() => null)
    if (!sets) return { sets: [], storage: await this.estimate(), problem: NO_STORAGE }
    const problem = await work(sets).then(() => null, explain)
    const listed = await listSets(sets, this.deps)
    return { sets: listed.sets, storage: await this.estimate(), problem: problem ?? listed.problem }
  }

  private async exclusively<T>(work: () => Promise<T>): Promise<T | KeptSets> {
    try {
      return await this.deps.exclusive(work)
    } catch {
      return { sets: [], storage: null, problem: NO_STORAGE }
    }
  }

  private async openSets(): Promise<Folder> {
    return (await this.deps.root()).getDirectoryHandle(SETS, { create: true })
  }

  private estimate(): Promise<KeptSets['storage']> {
    return this.deps.estimate().catch(() => null)
  }
}

async function listSets(sets: Folder, deps: LibraryDependencies): Promise<Pick<KeptSets, 'sets' | 'problem'>> {
  const found: KeptSet[] = []
  let removed = 0
  let problem: string | null = null
  const remember = (error: unknown): [] => {
    problem ??= `Not all kept sets can be listed${because(error)}`
    return []
  }
  for (const key of await namesIn(sets).catch(remember)) {
    try {
      found.push(await describe(await sets.getDirectoryHandle(key), key, deps))
    } catch (error) {
      if (!(error instanceof KeptSetError)) remember(error)
      else await sets.removeEntry(key, { recursive: true }).then(() => removed++, remember)
    }
  }
  const which = removed === 1 ? 'A kept set was' : `${removed} kept sets were`
  const why = `${which} not whole, or of another version of this page, and had to be removed: choose the folder again.`
  return { sets: found.sort((one, other) => other.savedAt - one.savedAt), problem: problem ?? (removed > 0 ? why : null) }
}

/** Of the set with this key, or else of the newest with this name. */
async function choicesIn(sets: Folder, name: string, key: string): Promise<Choices> {
  const looked = await Promise.all(
    (await namesIn(sets))
      .map(async (other) => {
        const { record } = await lookAt(await sets.getDirectoryHandle(other))
        return { key: other, record }
      })
      .map((one) => one.catch(() => null)), // one that is not whole has nothing to tell
  )
  const same = looked.filter((one) => one !== null).filter(({ record }) => record.name === name)
  same.sort((one, other) => Number(other.key === key) - Number(one.key === key) || other.record.savedAt - one.record.savedAt)
  return same[0] ? choicesOf(same[0].record) : new Map()
}

async function describe(folder: Folder, key: string, deps: LibraryDependencies): Promise<KeptSet> {
  const { record, pixels, bytes } = await lookAt(folder)
  await tidy(folder, record)
  const { label, count, size, channels, leftOut, preparation, savedAt } = record
  const length = size * size * channels
  const first = new Uint8Array(await pixels.slice(0, length).arrayBuffer())
  const picture = picturesOf({ ...record, images: first, count: 1 }, [0])
  const source = await deps.sources.get(key).catch(() => null)
  return { key, name: label, picture, count: count - leftOut.size, size, channels, preparation, bytes, savedAt, folder: source }
}

function unlessGone(error: unknown): void {
  if (!isNamed(error, 'NotFoundError')) throw error
}

/** Chromium's writables break off now and then where they should name the quota. */
function isFull(error: unknown): boolean {
  return isNamed(error, 'QuotaExceededError') || isNamed(error, 'AbortError')
}

/** The end of a sentence that says what failed. */
function because(error: unknown): string {
  if (isNamed(error, 'NoModificationAllowedError')) return ': another tab is using it. Close the other tab and try again.'
  if (isFull(error)) return ': the storage is full. Delete a set or free disk space.'
  if (isNamed(error, 'NotFoundError') || error instanceof KeptSetError)
    return ': it is gone, damaged, or replaced by another tab. Choose its folder again.'
  return ` (${messageOf(error)}). Reload the page and try again.`
}

function whyNotKept(error: unknown, needed: number, storage: KeptSets['storage']): string {
  if (!isFull(error)) return `Training works, but this set could not be kept${because(error)}`
  const free = storage && Math.max(0, storage.granted - storage.used)
  const left = free !== null && free < needed ? `, ${Math.floor(free / MEGABYTE)} MB free` : '' // a full disk may be granted more than it has
  const needs = `needs ${Math.ceil(needed / MEGABYTE)} MB${left}`
  return `There is no room left to keep this set (${needs}): training works all the same. Delete a set or free disk space.`
}

function whyNotOpened(error: unknown, name: string): TrainingError {
  const isGone = isNamed(error, 'NotFoundError') || error instanceof KeptSetError
  const message = isGone
    ? `“${name}” is no longer kept in this browser, or not whole.`
    : `“${name}” could not be opened: ${messageOf(error)}`
  const origin = originOf(name)
  const advice = isGone ? `Choose its ${origin} again.` : `Close other tabs with this page and try again, or choose its ${origin} again.`
  return new TrainingError({ reason: 'bad-data', message, advice })
}
