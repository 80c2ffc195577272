// Stores the results of tuning on this machine: one file an adapter, in the project's cache.
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TuningStore } from '../tensor/tuning.ts'
import { writeWhole } from './write-file.ts'

/** @param root the project's folder */
export function tuningFiles(root: string): TuningStore {
  const folder = join(root, '.cache/tunings')
  const fileOf = (adapter: string) => join(folder, `${createHash('sha256').update(adapter).digest('hex').slice(0, 16)}.json`)
  return {
    load: async (adapter) => JSON.parse(await readFile(fileOf(adapter), 'utf8')),
    async save(adapter, choices) {
      await mkdir(folder, { recursive: true })
      await writeWhole(fileOf(adapter), JSON.stringify(choices)) // another run may read at this moment
    },
  }
}
