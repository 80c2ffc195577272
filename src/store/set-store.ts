// The sets that are kept, each in a folder `sets/KEY`, so that opening one again needs no import; of built-in sets a person's labels. Training never depends on them: what goes
// wrong here becomes a sentence.

import { type Choices, choicesOf, NO_CHOICES } from '../data/choices.ts'
import { picturesOf } from '../data/pixels.ts'
import type { GivenLabels } from '../spec/classes.ts'
import type { Preparation } from '../spec/config.ts'
import type { FolderHandle } from '../spec/files.ts'
import type { KeptSet, KeptSets } from '../spec/image-set.ts'
import { originOf } from '../spec/kept.ts'
import { messageOf } from '../spec/words.ts'
import { hasFault, KeptSetError, KeptSetUnavailableError } from './errors.ts'
import type { Folder } from './folder.ts'
import { readBuiltinLabels, writeBuiltinLabels } from './kept-labels.ts'
import { keptKey } from './kept-record.ts'
import {
  bytesNeeded,
  type PreparedSet,
  readKeptFiles,
  readSet,
  removeLeftovers,
  type Selection,
  writeSelection,
  writeSet,
} from './kept-set.ts'

/** Nothing but `open` rejects: errors become a sentence in `problem`. */
export interface SetStore {
  list(): Promise<KeptSets>
  /**
   * Keeps a set of a person's own files, in place of one of the same name and preparation.
   * @param source the picked folder it comes from, if the browser lets it be read again
   * @returns `key` null where the set could not be kept
   */
  keep(prepared: PreparedSet, source: FolderHandle | null): Promise<{ readonly key: string | null; readonly kept: KeptSets }>
  /** @throws KeptSetUnavailableError */
  open(key: string, name: string): Promise<PreparedSet>
  /** What a person chose when these images were last prepared, with the same settings if they ever were, or else with others. */
  choices(name: string, preparation: Preparation): Promise<Choices>
  /** Keeps which images training does not see, and labels. Null where a later call has replaced this one. */
  select(key: string, selection: Selection): Promise<KeptSets | null>
  remove(key: string): Promise<KeptSets>
  /** The labels that a person has given to a built-in set of so many images. */
  builtinLabels(name: string, count: number): Promise<GivenLabels | null>
  /** Keeps them; null takes them away. Null where a later call has replaced this one. */
  labelBuiltin(name: string, labels: GivenLabels | null): Promise<KeptSets | null>
}

/** What the store needs from the place it runs in. */
export interface SetStoreDependencies {
  /** Rejects where nothing can be kept. */
  root(): Promise<Folder>
  /** One task at a time, across all tabs: a set that one is writing must not look incomplete to another. */
  exclusive<T>(task: () => Promise<T>): Promise<T>
  estimate(): Promise<KeptSets['storage']>
  /** Milliseconds since 1970. */
  now(): number
  /** The picked folders that sets come from, by key. */
  readonly sources: {
    get(key: string): Promise<FolderHandle | null>
    /** Null forgets it. */
    put(key: string, folder: FolderHandle | null): Promise<void>
  }
}

const SETS = 'sets'
const BUILTIN_LABELS = 'labels'
const MEGABYTE = 1_000_000

const NO_STORAGE =
  'Sets cannot be kept here: the window is private, or the browser is too old. Training works all the same; the images have to be chosen again next time.'

export function createSetStore(deps: SetStoreDependencies): SetStore {
  return new FolderSetStore(deps)
}

class FolderSetStore implements SetStore {
  private readonly deps: SetStoreDependencies
  /** What was last chosen for each set, by key, or labelled in a built-in one, by name. */
  private readonly latest = new Map<string, Selection | GivenLabels | null>()
  /** When the sets of this tab were saved, by key. */
  private readonly savedAt = new Map<string, number>()

  constructor(deps: SetStoreDependencies) {
    this.deps = deps
  }

  list(): Promise<KeptSets> {
    return this.exclusively(() => this.change(async () => undefined, String))
  }

  async keep(prepared: PreparedSet, source: FolderHandle | null): Promise<{ key: string | null; kept: KeptSets }> {
    const key = keptKey(prepared.collection.name, prepared.preparation)
    let isKept = false
    const keepIt = async (sets: Folder) => {
      const savedAt = this.deps.now()
      await writeSet(await sets.folder(key, true), prepared, savedAt)
      this.savedAt.set(key, savedAt)
      isKept = true
      await this.deps.sources.put(key, source).catch(() => undefined) // without it the folder is chosen by hand
    }
    const explain = async (error: unknown) => whyNotKept(error, bytesNeeded(prepared), await this.estimate())
    const kept = await this.exclusively(() => this.change(keepIt, explain))
    return { key: isKept ? key : null, kept }
  }

  async open(key: string, name: string): Promise<PreparedSet> {
    try {
      const { prepared, savedAt } = await this.deps.exclusive(async () => readSet(await (await this.openSets()).folder(key)))
      this.savedAt.set(key, savedAt)
      return prepared
    } catch (error) {
      throw whyNotOpened(error, name)
    }
  }

  async choices(name: string, preparation: Preparation): Promise<Choices> {
    try {
      return await this.deps.exclusive(async () => choicesIn(await this.openSets(), name, keptKey(name, preparation)))
    } catch {
      return NO_CHOICES // where nothing can be read nothing was kept
    }
  }

  select(key: string, selection: Selection): Promise<KeptSets | null> {
    return this.writeLatest(key, selection, async (sets) => writeSelection(await sets.folder(key), selection, this.savedAt.get(key)))
  }

  async builtinLabels(name: string, count: number): Promise<GivenLabels | null> {
    try {
      return await this.deps.exclusive(async () => readBuiltinLabels(await this.builtinFolder(name), count))
    } catch {
      return null // where nothing can be read nothing was kept
    }
  }

  labelBuiltin(name: string, labels: GivenLabels | null): Promise<KeptSets | null> {
    return this.writeLatest(`builtin:${name}`, labels, async () => writeBuiltinLabels(await this.builtinFolder(name), labels))
  }

  /** Of fifty clicks in a row only a few are written: a call that a later one has overtaken writes nothing. */
  private writeLatest(
    key: string,
    chosen: Selection | GivenLabels | null,
    write: (sets: Folder) => Promise<void>,
  ): Promise<KeptSets | null> {
    this.latest.set(key, chosen)
    const explain = (error: unknown) => `What you chose or labelled could not be kept with the set${because(error)}`
    return this.exclusively(async () => (this.latest.get(key) === chosen ? this.change(write, explain) : null))
  }

  remove(key: string): Promise<KeptSets> {
    const removeIt = async (sets: Folder) => {
      await sets.remove(key)
      await this.deps.sources.put(key, null).catch(() => undefined)
    }
    return this.exclusively(() => this.change(removeIt, (error) => `The set could not be deleted${because(error)}`))
  }

  /** Runs a task on the folder of sets, then lists them, which removes what the task has left incomplete. @param explain what went wrong, as a sentence */
  private async change(task: (sets: Folder) => Promise<void>, explain: (error: unknown) => string | Promise<string>): Promise<KeptSets> {
    const sets = await this.openSets().catch(() => null)
    if (!sets) return { sets: [], storage: await this.estimate(), problem: NO_STORAGE }
    const problem = await task(sets).then(() => null, explain)
    const listed = await listSets(sets, this.deps)
    return { sets: listed.sets, storage: await this.estimate(), problem: problem ?? listed.problem }
  }

  private async exclusively<T>(task: () => Promise<T>): Promise<T | KeptSets> {
    try {
      return await this.deps.exclusive(task)
    } catch {
      return { sets: [], storage: null, problem: NO_STORAGE }
    }
  }

  private async openSets(): Promise<Folder> {
    return (await this.deps.root()).folder(SETS, true)
  }

  private async builtinFolder(name: string): Promise<Folder> {
    return (await (await this.deps.root()).folder(BUILTIN_LABELS, true)).folder(name, true)
  }

  private estimate(): Promise<KeptSets['storage']> {
    return this.deps.estimate().catch(() => null)
  }
}

async function listSets(sets: Folder, deps: SetStoreDependencies): Promise<Pick<KeptSets, 'sets' | 'problem'>> {
  const found: KeptSet[] = []
  let removed = 0
  let problem: string | null = null
  const noteProblem = (error: unknown): [] => {
    problem ??= `Not all kept sets can be listed${because(error)}`
    return []
  }
  for (const key of await sets.names().catch(noteProblem)) {
    try {
      found.push(await describe(await sets.folder(key), key, deps))
    } catch (error) {
      if (!(error instanceof KeptSetError)) noteProblem(error)
      else await sets.remove(key).then(() => removed++, noteProblem)
    }
  }
  const which = removed === 1 ? 'A kept set was' : `${removed} kept sets were`
  const why = `${which} not whole, or of another version of this page, and had to be removed: choose the folder again.`
  return { sets: found.sort((one, other) => other.savedAt - one.savedAt), problem: problem ?? (removed > 0 ? why : null) }
}

/** Of the set with this key, or else of the newest with this name; labels of the newest that has some, rather than none. */
async function choicesIn(sets: Folder, name: string, key: string): Promise<Choices> {
  const all = await Promise.all(
    (await sets.names())
      .map(async (other) => {
        const { record } = await readKeptFiles(await sets.folder(other))
        return { key: other, record }
      })
      .map((one) => one.catch(() => null)), // an incomplete one has nothing to say
  )
  const same = all.filter((one) => one !== null).filter(({ record }) => record.name === name)
  same.sort((one, other) => Number(other.key === key) - Number(one.key === key) || other.record.savedAt - one.record.savedAt)
  const [first] = same
  if (!first) return NO_CHOICES
  const labelled = same.find(({ record }) => record.givenLabels) ?? first
  return { taken: choicesOf(first.record).taken, labels: choicesOf(labelled.record).labels }
}

async function describe(folder: Folder, key: string, deps: SetStoreDependencies): Promise<KeptSet> {
  const files = await readKeptFiles(folder)
  await removeLeftovers(folder, files)
  const { record, pixels, bytes } = files
  const { label, count, size, channels, leftOut, preparation, savedAt } = record
  const first = await pixels.read(0, size * size * channels)
  const picture = picturesOf({ images: first, count: 1, size, channels }, [0])
  const source = await deps.sources.get(key).catch(() => null)
  return { key, name: label, picture, count: count - leftOut.size, size, channels, preparation, bytes, savedAt, folder: source }
}

/** The end of a sentence that says what failed. */
function because(error: unknown): string {
  if (hasFault(error, 'busy')) return ': another tab is using it. Close the other tab and try again.'
  if (hasFault(error, 'full')) return ': the storage is full. Delete a set or free disk space.'
  if (isGone(error)) return ': it is gone, damaged, or replaced by another tab. Choose its folder again.'
  return ` (${messageOf(error)}). Reload the page and try again.`
}

function isGone(error: unknown): boolean {
  return hasFault(error, 'missing') || error instanceof KeptSetError
}

function whyNotKept(error: unknown, needed: number, storage: KeptSets['storage']): string {
  if (!hasFault(error, 'full')) return `Training works, but this set could not be kept${because(error)}`
  const free = storage && Math.max(0, storage.granted - storage.used)
  const left = free !== null && free < needed ? `, ${Math.floor(free / MEGABYTE)} MB free` : '' // a full disk may be granted more than it has
  const needs = `needs ${Math.ceil(needed / MEGABYTE)} MB${left}`
  return `There is no room left to keep this set (${needs}): training works all the same. Delete a set or free disk space.`
}

function whyNotOpened(error: unknown, name: string): KeptSetUnavailableError {
  const origin = originOf(name)
  if (isGone(error))
    return new KeptSetUnavailableError(`“${name}” is no longer kept in this browser, or not whole.`, `Choose its ${origin} again.`)
  const advice = `Close other tabs with this page and try again, or choose its ${origin} again.`
  return new KeptSetUnavailableError(`“${name}” could not be opened: ${messageOf(error)}`, advice)
}
