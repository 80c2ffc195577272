// A file of the browser as the import reads it: in parts, so that none is in memory before its turn.
import type { ImportFile } from '../core/data/sources.ts'
import type { PickedFile } from '../protocol.ts'

export function importFile(path: string, file: Pick<PickedFile['file'], 'size' | 'slice'>): ImportFile {
  return { path, size: file.size, read: (from, to) => file.slice(from, to).arrayBuffer() }
}
