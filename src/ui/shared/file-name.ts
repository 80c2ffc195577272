// Names of saved files: the images, the step, and the content.
import type { SheetScale } from '../../spec/picture-sheet.ts'

/** Zero-padded, so that the files of a run sort by step. */
const STEP_DIGITS = 6

/**
 * “shapes-step-000400.safetensors”: without spaces, for use on command lines.
 * @param step null where no run was involved
 * @param ending the part after the step
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

/** The first page is just “wall”. */
export function wallName(seeds: readonly number[]): string {
  const [first, last] = [seeds[0] ?? 1, seeds.at(-1) ?? 1]
  return first === 1 ? 'wall' : `wall-seeds-${first}-to-${last}`
}

/** After the download; the browser chooses the folder. */
export function describeSaved(file: string): string {
  return `Saved as ${file}.`
}

/** Windows limits a whole path to 260 characters. */
const MAX_NAME_LENGTH = 80
/** Reserved device names on Windows, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are invalid in file names
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"/\\|?*]+/g

export function safeName(name: string, fallback: string): string {
  const cleaned = name.normalize('NFC').replace(FORBIDDEN, '-').trim()
  const cut = [...cleaned]
    .slice(0, MAX_NAME_LENGTH)
    .join('')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
    .trim()
  if (cut === '' || /^-+$/.test(cut)) return fallback
  return RESERVED.test(cut) ? `_${cut}` : cut
}
