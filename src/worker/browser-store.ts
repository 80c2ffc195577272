// What is kept in a browser, in its private file system: the sets, under a lock that all tabs share, with the picked folders they come from in
// IndexedDB; and the runs, each under a lock of its own.
import { createStore, del, get, set } from 'idb-keyval'
import { readPictures } from '../gan/checkpoint.ts'
import type { FolderHandle } from '../spec/files.ts'
import type { Folder } from '../store/folder.ts'
import { RunStore } from '../store/run-store.ts'
import { createSetStore, type SetStore } from '../store/set-store.ts'
import { browserFolder } from './browser-folder.ts'
import { TemporaryFiles } from './exports/temporary-files.ts'
import { randomId } from './run/run-keeping.ts'
import { createRunLocks, type LockManagerLike, type RunLocks } from './runs/run-locks.ts'

const LOCK = 'quarterturn-kept-sets'

export function browserSetStore(): SetStore {
  let opened: ReturnType<typeof createStore> | null = null
  const folders = () => {
    opened ??= createStore('quarterturn-folders', 'folders')
    return opened
  }
  return createSetStore({
    root,
    // Where there are no locks there is no file system either: both need a page that is served securely.
    exclusive: async (task) => (navigator.locks ? navigator.locks.request(LOCK, task) : task()),
    estimate,
    now: Date.now,
    sources: {
      get: async (key) => (await get<FolderHandle>(key, folders())) ?? null,
      put: (key, folder) => (folder ? set(key, folder, folders()) : del(key, folders())),
    },
  })
}

export function browserRuns(): { readonly runs: RunStore; readonly locks: RunLocks } {
  const locks = createRunLocks((navigator.locks as LockManagerLike | undefined) ?? null)
  const runs = new RunStore({ root, readPictures, lockNow: (id) => locks.lockNow(id), held: () => locks.held(), estimate, now: Date.now })
  return { runs, locks }
}

export function browserTemporaryFiles(): TemporaryFiles {
  const locks = createRunLocks((navigator.locks as LockManagerLike | undefined) ?? null, 'export')
  const pause = (milliseconds: number) => new Promise<void>((resume) => setTimeout(resume, milliseconds))
  return new TemporaryFiles({ root, locks, newId: randomId, pause })
}

async function root(): Promise<Folder> {
  return browserFolder(await navigator.storage.getDirectory())
}

/** Bytes that are used and granted; null where the browser does not say. */
async function estimate(): Promise<{ readonly used: number; readonly granted: number } | null> {
  const { usage, quota } = await navigator.storage.estimate()
  return usage === undefined || quota === undefined ? null : { used: usage, granted: quota }
}
