// A frame of a film: its pictures laid out as a sheet, enlarged, on an opaque background.
import { type FilmPlan, filmSize } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { sheetRows } from '../sheet.ts'

/** Where a film is written to, in pieces. */
export interface FilmTarget {
  /** Puts the bytes at this place of the file. Whoever calls waits for the end before the next call; the bytes are not changed until then. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>
}

/** Between the pictures. Black, with full alpha, in the order of bytes that all platforms have. */
const BACKGROUND = 0xff000000

/** RGBA, [height, width, 4] of `filmSize`. @param pictures those of the frame */
export function layOut(pictures: Pictures, plan: FilmPlan): Uint8Array<ArrayBuffer> {
  const { width, height } = filmSize(plan)
  const { factor, smooth } = plan.settings
  const frame = new Uint32Array(width * height).fill(BACKGROUND)
  let y = 0
  for (const row of sheetRows({ pictures, columns: plan.columns, factor, smooth }, width)) {
    const from = new Uint32Array(row.buffer)
    for (let x = 0; x < width; x++) if (from[x] !== 0) frame[y * width + x] = from[x] as number
    y++
  }
  return new Uint8Array(frame.buffer)
}
