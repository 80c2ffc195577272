// How images were prepared, where that is not as it is when a person chooses nothing.
import { DEFAULT_PREPARATION, type Preparation } from '../../spec/config.ts'
import type { KeptSet } from '../../spec/report.ts'
import { formatPercent, formatSetting } from './format.ts'

/** The size is always told; of the rest only what differs. */
const WORDS: { readonly [K in Exclude<keyof Preparation, 'size'>]: (value: Preparation[K]) => string } = {
  framing: (framing) => (framing === 'squash' ? 'squashed' : `${framing} framing`),
  keptShare: (share) => `middle ${formatPercent(share)}`,
  trimBars: (trimmed) => (trimmed ? 'bars trimmed' : 'bars left'),
  ground: (ground) => `on ${ground}`,
  blackLevel: (level) => `black at ${formatSetting(level)}`,
  whiteLevel: (level) => `white at ${formatSetting(level)}`,
}

function wordOf<K extends keyof typeof WORDS>(name: K, preparation: Preparation): string[] {
  return preparation[name] === DEFAULT_PREPARATION[name] ? [] : [WORDS[name](preparation[name])]
}

/** “smart framing, middle 50 %”, or nothing. */
export function describePreparation(preparation: Preparation): string {
  return (Object.keys(WORDS) as (keyof typeof WORDS)[]).flatMap((name) => wordOf(name, preparation)).join(', ')
}

/** The name of a kept set, with what tells it from others of the same name. */
export function callKept({ key, name, size, preparation }: KeptSet, all: readonly KeptSet[]): string {
  if (!all.some((other) => other.name === name && other.key !== key)) return name
  return [name, `${size} px`, describePreparation(preparation)].filter((part) => part !== '').join(', ')
}
