// A frame of a film: its pictures laid out as a sheet, enlarged, on an opaque background.
import { type FilmPlan, filmSize } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { sheetRows } from '../sheet.ts'

/** Where a film is written to, in pieces. */
export interface FilmTarget {
  /** Puts the bytes at this place of the file. Whoever calls waits for the end before the next call; the bytes are not changed until then. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>
}

/** RGBA, [height, width, 4] of `filmSize`. Black between the pictures, where sheets are transparent: films have no alpha. @param pictures those of the frame */
export function layOut(pictures: Pictures, plan: FilmPlan): Uint8Array<ArrayBuffer> {
  const { width, height } = filmSize(plan)
  const { factor, smooth } = plan.settings
  const frame = new Uint8Array(4 * width * height)
  let end = 0
  for (const row of sheetRows({ pictures, columns: plan.columns, factor, smooth }, width)) {
    frame.set(row, end)
    end += row.length
  }
  return frame
}
