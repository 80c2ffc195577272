// What stands in for the outside world in tests of the store: a folder in memory, and a lock.
import type { FolderHandle } from '../spec/files.ts'
import type { Folder } from './folder.ts'
import { MemoryFolder } from './memory-folder.ts'
import { createSetStore, type SetStore, type SetStoreDependencies } from './set-store.ts'

/** Tasks run one after another, as a browser's lock sees to. */
function makeLock(): SetStoreDependencies['exclusive'] {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const mine = last.then(task)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** A store on a folder in memory. */
export function memoryStore(root: Folder = new MemoryFolder(), changes: Partial<SetStoreDependencies> = {}): SetStore {
  const handles = new Map<string, FolderHandle>()
  let time = 1000
  return createSetStore({
    root: async () => root,
    exclusive: makeLock(),
    estimate: async () => ({ used: 5_000_000, granted: 100_000_000 }),
    now: () => time++,
    sources: {
      get: async (key) => handles.get(key) ?? null,
      put: async (key, folder) => void (folder ? handles.set(key, folder) : handles.delete(key)),
    },
    ...changes,
  })
}
