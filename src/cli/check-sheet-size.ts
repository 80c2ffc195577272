// Refuses pictures that no PNG of a command can hold, before anything is drawn.
import { fitsSheet, MAX_SHEET_SIDE, sheetSize } from '../spec/picture-sheet.ts'
import { grouped } from '../spec/words.ts'
import { UsageError } from './errors.ts'

/** @throws UsageError */
export function checkSheetSize(...sheet: Parameters<typeof sheetSize>): void {
  const { width, height } = sheetSize(...sheet)
  if (fitsSheet({ width, height })) return
  const most = grouped(MAX_SHEET_SIDE)
  throw new UsageError(
    `The picture would be ${grouped(width)} × ${grouped(height)} pixels, and at most ${most} × ${most} can be written: take a smaller --scale, or fewer samples.`,
  )
}
