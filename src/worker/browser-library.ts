// The library in a browser: its private file system, a lock that all tabs share, and folders remembered in IndexedDB.
import { createStore, del, get, set } from 'idb-keyval'
import type { FolderHandle } from '../spec/files.ts'
import type { Library } from './images.ts'
import { createLibrary } from './library.ts'

const LOCK = 'quarterturn-kept-sets'

export function browserLibrary(): Library {
  let opened: ReturnType<typeof createStore> | null = null
  const folders = () => {
    opened ??= createStore('quarterturn-folders', 'folders')
    return opened
  }
  return createLibrary({
    async root() {
      // Files that are replaced whole when they are closed came later than the file system itself (Safari 26).
      if (!('createWritable' in FileSystemFileHandle.prototype)) throw new Error('files cannot be replaced whole here')
      return navigator.storage.getDirectory()
    },
    // Without locks there is no file system to lock either: both need a page that is served securely.
    exclusive: async (work) => (navigator.locks ? navigator.locks.request(LOCK, work) : work()),
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
