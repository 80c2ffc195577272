// The sets kept in a browser: in its private file system, under a lock that all tabs share; the picked folders they come from in IndexedDB.
import { createStore, del, get, set } from 'idb-keyval'
import type { FolderHandle } from '../spec/files.ts'
import { createSetStore, type SetStore } from '../store/set-store.ts'
import { browserFolder } from './browser-folder.ts'

const LOCK = 'quarterturn-kept-sets'

export function browserSetStore(): SetStore {
  let opened: ReturnType<typeof createStore> | null = null
  const folders = () => {
    opened ??= createStore('quarterturn-folders', 'folders')
    return opened
  }
  return createSetStore({
    root: async () => browserFolder(await navigator.storage.getDirectory()),
    // Where there are no locks there is no file system either: both need a page that is served securely.
    exclusive: async (task) => (navigator.locks ? navigator.locks.request(LOCK, task) : task()),
    async estimate() {
      const { usage, quota } = await navigator.storage.estimate()
      return usage === undefined || quota === undefined ? null : { used: usage, granted: quota }
    },
    now: Date.now,
    sources: {
      get: async (key) => (await get<FolderHandle>(key, folders())) ?? null,
      put: (key, folder) => (folder ? set(key, folder, folders()) : del(key, folders())),
    },
  })
}
