// How a set was prepared, in words, and what to say where a kept set is wanted with other settings: it has only small images, so its files are
// needed again.
import type { Preparation } from './config.ts'
import { formatSetting, percent } from './words.ts'

/** What a set was imported from, by its name: that of several files is their number. */
export function originOf(name: string): 'zip' | 'files' | 'folder' {
  if (/\.zip$/i.test(name)) return 'zip'
  return /^\d+ files$/.test(name) ? 'files' : 'folder'
}

/** All but the size. */
const WORDS: { readonly [K in Exclude<keyof Preparation, 'size'>]: (value: Preparation[K]) => string } = {
  framing: (framing) => (framing === 'squash' ? 'squashed' : `${framing} framing`),
  cropFraction: (share) => `middle ${percent(share)}`,
  trimBars: (trimmed) => (trimmed ? 'bars trimmed' : 'bars left'),
  background: (background) => `on ${background}`,
  blackLevel: (level) => `black at ${formatSetting(level)}`,
  whiteLevel: (level) => `white at ${formatSetting(level)}`,
}

function wordOf<K extends keyof typeof WORDS>(name: K, preparation: Preparation, other: Preparation): string[] {
  return preparation[name] === other[name] ? [] : [WORDS[name](preparation[name])]
}

/** The settings that differ, except the size: “smart framing, bars trimmed”, or nothing. */
export function wordsUnlike(preparation: Preparation, other: Preparation): string {
  return (Object.keys(WORDS) as (keyof typeof WORDS)[]).flatMap((name) => wordOf(name, preparation, other)).join(', ')
}

/** The settings that differ: “at 16 px and with bars trimmed”. */
function howUnlike(preparation: Preparation, other: Preparation): string {
  const words = wordsUnlike(preparation, other)
  const size = preparation.size === other.size ? [] : [`at ${preparation.size} px`]
  return [...size, ...(words === '' ? [] : [`with ${words}`])].join(' and ')
}

export function preparedOtherwise(
  name: string,
  was: Preparation,
  wanted: Preparation,
): { readonly message: string; readonly advice: string } {
  const settings = howUnlike(wanted, was)
  return {
    message: `“${name}” was prepared ${howUnlike(was, wanted)}, not ${settings}.`,
    advice: `Choose its ${originOf(name)} again to prepare it ${settings}.`,
  }
}
