// Refuses pictures that no PNG of a command can hold, before anything is drawn.
import { sheetSize } from '../spec/picture-sheet.ts'
import { grouped } from '../spec/words.ts'
import { UsageError } from './errors.ts'

/** The largest side of a PNG that other programs read without trouble. */
const LARGEST_SIDE = 16_383

/** @throws UsageError */
export function checkSheetSize(...sheet: Parameters<typeof sheetSize>): void {
  const { width, height } = sheetSize(...sheet)
  if (width * height <= LARGEST_SIDE ** 2) return
  const most = grouped(LARGEST_SIDE)
  throw new UsageError(
    `The picture would be ${grouped(width)} × ${grouped(height)} pixels, and at most ${most} × ${most} can be written: take a smaller --scale, or fewer samples.`,
  )
}
