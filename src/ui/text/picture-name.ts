// Names of the pictures a person saves: of which images, at which step, from which seeds.
import type { SheetScale } from '../../spec/picture-sheet.ts'
import { safeName } from '../studies/grouping.ts'

/** As many digits as keep the files of a run in order. */
const STEP_DIGITS = 6

/** “shapes-step-000400-seed-7.png”, “shapes-step-000400-wall-x8.png”. */
export function pictureName(images: string, step: number, what: string, { id }: Pick<SheetScale, 'id'>): string {
  const base = safeName(images, 'images')
    .toLowerCase()
    .replace(/[\s-]+/g, '-')
    .replace(/-$/, '')
  const scale = id === 'x1' ? '' : `-${id}`
  return `${base}-step-${String(step).padStart(STEP_DIGITS, '0')}-${what}${scale}.png`
}

/** The first page is the wall that every run has. */
export function wallName(seeds: readonly number[]): string {
  const [first, last] = [seeds[0] ?? 1, seeds.at(-1) ?? 1]
  return first === 1 ? 'wall' : `wall-seeds-${first}-to-${last}`
}
