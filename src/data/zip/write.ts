// Writes a zip file after file, in pieces between which other work goes on.
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { WorkOptions } from '../../spec/cancel.ts'
import { inPieces, joined } from '../bytes.ts'
import { createYieldIfDue } from '../concurrency.ts'
import { ZIP_TIME } from './time.ts'

export interface FileToZip {
  readonly name: string
  read(): Promise<Uint8Array>
  /** About how many bytes it has compared with the others: for progress. */
  readonly expectedBytes: number
  /** Floats and pictures hardly get smaller, and packing them takes long. */
  readonly packed: boolean
}

/** @throws CancelledError, and what reading a file throws */
export async function writeZip(files: readonly FileToZip[], { onProgress, signal }: WorkOptions): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  const all = files.reduce((sum, { expectedBytes }) => sum + expectedBytes, 0)
  let done = 0
  const yieldIfDue = createYieldIfDue(signal)
  for (const { name, read, expectedBytes, packed } of files) {
    const bytes = await read()
    const entry = packed ? new ZipDeflate(name) : new ZipPassThrough(name)
    entry.mtime = ZIP_TIME
    zip.add(entry)
    for (const piece of inPieces(bytes)) {
      entry.push(piece)
      await yieldIfDue()
    }
    entry.push(new Uint8Array(), true)
    done += expectedBytes
    onProgress?.(done / all)
  }
  zip.end()
  return joined(...chunks)
}
