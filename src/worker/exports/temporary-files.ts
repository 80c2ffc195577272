// The unfinished and the last finished export of this tab, in the private file system: a folder for each tab, under a lock that tells the others
// that somebody is still there. What a tab has left that was closed or has crashed is removed when the page is opened next.
import { hasFault } from '../../store/errors.ts'
import type { Folder } from '../../store/folder.ts'
import type { RunLock, RunLocks } from '../runs/run-locks.ts'

interface TemporaryFilesDependencies {
  /** Rejects where there is no file system: exports are made in memory then. */
  root(): Promise<Folder>
  /** Of exports, by the names of the tabs' folders. */
  readonly locks: RunLocks
  newId(): string
  /** Resolves after as many milliseconds. */
  pause(milliseconds: number): Promise<void>
}

/** Folders, then the file. */
export type FilePath = readonly [folder: string, tab: string, file: string]

const EXPORTS = 'exports'
/** A Worker that was ended in the middle of a file lets go of it only after a moment. */
const ATTEMPTS = { count: 100, pauseMs: 50 }

export class TemporaryFiles {
  private readonly deps: TemporaryFilesDependencies
  /** The folder of this tab, once it has made one. */
  private own: { readonly name: string; readonly lock: RunLock } | null = null
  private made = 0

  constructor(deps: TemporaryFilesDependencies) {
    this.deps = deps
  }

  /** Of tabs that are gone. Never rejects. */
  async removeLeftovers(): Promise<void> {
    try {
      const folder = await (await this.deps.root()).folder(EXPORTS)
      const names = await folder.names() // before the locks: a tab takes its lock first and makes its folder then
      const held = await this.deps.locks.held()
      for (const name of names) if (!held.has(name)) await folder.remove(name)
    } catch {
      // There is no file system, nothing was ever exported, or another tab removes the same: the next page tries again.
    }
  }

  /** Where a new file may be written; null where there is no file system. */
  async newPath(): Promise<FilePath | null> {
    try {
      const root = await this.deps.root()
      this.own ??= await this.takeFolder()
      await (await root.folder(EXPORTS, true)).folder(this.own.name, true)
      return [EXPORTS, this.own.name, `${++this.made}`]
    } catch {
      return null
    }
  }

  /** Never rejects: what cannot be removed now is removed when the page is opened next. */
  async remove([folder, tab, file]: FilePath): Promise<void> {
    try {
      const place = await (await (await this.deps.root()).folder(folder)).folder(tab)
      for (let attempt = 1; ; attempt++) {
        const error = await place.remove(file).then(
          () => null,
          (failure: unknown) => failure,
        )
        if (error === null || !hasFault(error, 'busy') || attempt === ATTEMPTS.count) return
        await this.deps.pause(ATTEMPTS.pauseMs)
      }
    } catch {
      // as above
    }
  }

  private async takeFolder(): Promise<{ readonly name: string; readonly lock: RunLock }> {
    const name = this.deps.newId()
    const lock = await this.deps.locks.lockNow(name)
    if (!lock) throw new Error('a name that was just made up is taken')
    return { name, lock }
  }
}
