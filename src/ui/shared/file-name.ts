// Names of saved files: the images, the step, and the content.
import type { SheetScale } from '../../spec/picture-sheet.ts'

/** Images are called after the zip they came in; a file made of them is none. */
const ARCHIVE_ENDING = /\.zip$/i

/** Zero-padded, so that the files of a run sort by step. */
const STEP_DIGITS = 6

/**
 * “shapes-step-000400.safetensors”: without spaces, for use on command lines.
 * @param step null where no run was involved
 * @param ending the part after the step
 */
export function runFileName(label: string, step: number | null, ending: string): string {
  const images = namePart(label.replace(ARCHIVE_ENDING, ''), 'images')
  return step === null ? `${images}${ending}` : `${images}-step-${String(step).padStart(STEP_DIGITS, '0')}${ending}`
}

/** “shapes-step-000400-seed-7.png”, “shapes-step-000400-wall-x8.png”. */
export function pictureName(label: string, step: number, what: string, { id }: Pick<SheetScale, 'id'>): string {
  return runFileName(label, step, `-${what}${id === 'x1' ? '' : `-${id}`}.png`)
}

/** “wall”, “wall-by-class”, “wall-class-red-car-seeds-65-to-128”: of the first page without the seeds. @param of a class, or what else the wall shows */
export function wallName(seeds: readonly number[], of: string | null = null): string {
  const [first, last] = [seeds[0] ?? 1, seeds.at(-1) ?? 1]
  const pages = first === 1 ? '' : `-seeds-${first}-to-${last}`
  return `wall${of === null ? '' : `-${namePart(of)}`}${pages}`
}

/** Of one sample: “seed-7”, “seed-7-red-car”. */
export function sampleName(seed: number, name: string | null): string {
  return name === null ? `seed-${seed}` : `seed-${seed}-${namePart(name)}`
}

/** “seed-7-circle-to-square”. */
export function morphName(seed: number, from: string, to: string): string {
  return `seed-${seed}-${namePart(from)}-to-${namePart(to)}`
}

/** Without spaces, in lower case. */
function namePart(text: string, fallback = 'class'): string {
  return safeName(text, fallback)
    .toLowerCase()
    .replace(/[\s-]+/g, '-')
    .replace(/-$/, '')
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
