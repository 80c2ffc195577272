// Writes an export from its job and its pictures, wherever that is: in a Worker of its own (write-in-worker.ts), or here.
import type { ExportCheck } from '../../spec/exports.ts'
import { encodeFile, type FileJob, typeOf } from './encode-file.ts'
import type { FileSink } from './file-sink.ts'
import type { PictureGroups } from './picture-groups.ts'
import type { FilePath } from './temporary-files.ts'

export interface WrittenFile {
  readonly file: Blob
  readonly check: ExportCheck | null
}

export interface WriteOptions {
  readonly signal: AbortSignal
  readonly onProgress: (share: number) => void
}

/** @param path where it is written; null: in memory. @throws FolderError, FileFailure, CancelledError, or what the pictures throw */
export type WriteFile = (job: FileJob, groups: PictureGroups, path: FilePath | null, options: WriteOptions) => Promise<WrittenFile>

/** @param open the place that is written to */
export function writeHere(open: (type: string, path: FilePath | null) => FileSink | Promise<FileSink>): WriteFile {
  return async (job, groups, path, options) => {
    const sink = await open(typeOf(job), path)
    try {
      const check = await encodeFile(job, groups, sink, options)
      return { file: await sink.finish(), check }
    } finally {
      await sink.close()
    }
  }
}
