// `bench import`: how fast files become a set, and how much memory that takes beyond the set itself.
import type { BenchEvent } from './stage.ts'

/** The result of an import. */
export interface Imported {
  readonly images: number
  readonly rejected: number
  readonly setBytes: number
}

export interface ImportStage {
  /** Milliseconds of a steady clock. */
  now(): number
  /** Bytes in use by everything that takes part in the import. */
  memory(): Promise<number>
  prepare(onProgress: (done: number, total: number) => void): Promise<Imported>
  emit(event: BenchEvent): void
  progress(done: number, total: number, words: string): void
}

/** @param measured how `memory` measures, in words */
export async function benchImport({ now, memory, prepare, emit, progress }: ImportStage, measured: string): Promise<void> {
  const atStart = await memory()
  let peak = atStart
  let sampling = false // measuring takes a while in a browser
  const sample = async () => {
    if (sampling) return
    sampling = true
    peak = Math.max(peak, await memory())
    sampling = false
  }
  const began = now()
  const { images, rejected, setBytes } = await prepare((done, total) => {
    void sample()
    progress(done, total, 'reading images')
  })
  const seconds = (now() - began) / 1000
  await sample()
  emit({ event: 'done', images, rejected, imagesPerSecond: images / seconds, seconds, peakBytes: peak - atStart, setBytes, measured })
}
