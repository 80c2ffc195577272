// What the files of a run are called: of which images, at which step, and what they hold.
import type { SheetScale } from '../../spec/picture-sheet.ts'
import { safeName } from '../features/grouping.ts'

/** As many digits as keep the files of a run in order. */
const STEP_DIGITS = 6

/**
 * “shapes-step-000400.safetensors”: without spaces, since such names are typed on command lines.
 * @param step null where no run had a part in it
 * @param ending what follows the step
 */
export function runFileName(label: string, step: number | null, ending: string): string {
  const images = safeName(label, 'images')
    .toLowerCase()
    .replace(/[\s-]+/g, '-')
    .replace(/-$/, '')
  return step === null ? `${images}${ending}` : `${images}-step-${String(step).padStart(STEP_DIGITS, '0')}${ending}`
}

/** “shapes-step-000400-seed-7.png”, “shapes-step-000400-wall-x8.png”. */
export function pictureName(label: string, step: number, what: string, { id }: Pick<SheetScale, 'id'>): string {
  return runFileName(label, step, `-${what}${id === 'x1' ? '' : `-${id}`}.png`)
}

/** The first page is the wall that every run has. */
export function wallName(seeds: readonly number[]): string {
  const [first, last] = [seeds[0] ?? 1, seeds.at(-1) ?? 1]
  return first === 1 ? 'wall' : `wall-seeds-${first}-to-${last}`
}

/** Once it has been handed over; where it lies is the browser's choice. */
export function describeSaved(file: string): string {
  return `Saved as ${file}.`
}
