// The runs kept in a browser: in its private file system, each under a lock that all tabs share.
import { readPictures } from '../gan/checkpoint.ts'
import { RunStore } from '../store/run-store.ts'
import { browserFolder } from './browser-folder.ts'
import { createRunLocks, type LockManagerLike, type RunLocks } from './run-locks.ts'

export function browserRuns(): { readonly runs: RunStore; readonly locks: RunLocks } {
  const locks = createRunLocks((navigator.locks as LockManagerLike | undefined) ?? null)
  const runs = new RunStore({
    root: async () => browserFolder(await navigator.storage.getDirectory()),
    readPictures,
    lockNow: (id) => locks.lockNow(id),
    held: () => locks.held(),
    async estimate() {
      const { usage, quota } = await navigator.storage.estimate()
      return usage === undefined || quota === undefined ? null : { used: usage, granted: quota }
    },
    now: Date.now,
  })
  return { runs, locks }
}
