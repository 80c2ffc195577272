// An image set in words: the result of its import, how it was prepared, the name of a kept set, and announcements.
import { DEFAULT_PREPARATION, type Preparation, type RunConfig } from '../../spec/config.ts'
import type { SetLabels } from '../../spec/files.ts'
import type { DatasetSummary, KeptSet, KeptSets } from '../../spec/image-set.ts'
import { wordsUnlike } from '../../spec/kept.ts'
import { describeNewMismatch } from '../app/blockers.ts'
import type { State } from '../app/store.ts'
import { countOf, formatCount } from '../shared/format.ts'
import type { OpenedSet } from './data-slice.ts'
import { openWarnings } from './open-warnings.ts'
import { rejectedCount } from './shown.ts'

/** 147 of 150 files became images, 4 are left out, 2 of them by hand. */
export function describeImport(summary: Pick<DatasetSummary, 'count' | 'prepared' | 'leftOutByHand' | 'findingCounts'>): string {
  const { count, prepared, leftOutByHand } = summary
  const rejected = rejectedCount(summary)
  const files = prepared + rejected
  const became =
    rejected === 0
      ? `${files === 1 ? 'The file' : `All ${formatCount(files)} files`} became ${files === 1 ? 'an image' : 'images'}`
      : `${formatCount(prepared)} of ${countOf(files, 'file')} became ${prepared === 1 ? 'an image' : 'images'}`
  const leftOut = prepared - count
  if (leftOut === 0) return `${became}.`
  if (count === 0) return `${became}, all are left out.`
  const which = leftOut === 1 ? '1 is left out' : `${formatCount(leftOut)} are left out`
  const byHand = leftOutByHand === 0 ? '' : leftOutByHand === leftOut ? ' by hand' : `, ${formatCount(leftOutByHand)} of them by hand`
  return `${became}, ${which}${byHand}.`
}

const SOURCES: Readonly<Record<SetLabels['source'], string>> = {
  builtin: 'that come with the set',
  folders: 'from sub-folders',
  file: 'from a table',
  hand: 'given by hand',
}

/** “12 labels from sub-folders; 30 images have none” */
export function describeLabels({ source, names, unlabelled }: SetLabels): string {
  const rest = unlabelled === 0 ? '' : `; ${countOf(unlabelled, 'image')} ${unlabelled === 1 ? 'has' : 'have'} none`
  return `${countOf(names.length, 'label')} ${SOURCES[source]}${rest}`
}

/** How images were prepared where that differs from the defaults: “smart framing, middle 50 %”, or nothing. Without the size. */
export function describePreparation(preparation: Preparation): string {
  return wordsUnlike(preparation, DEFAULT_PREPARATION)
}

/** The name of a kept set, with what distinguishes it from others of the same name. */
export function keptSetName({ key, name, size, preparation }: KeptSet, all: readonly KeptSet[]): string {
  if (!all.some((other) => other.name === name && other.key !== key)) return name
  return [name, `${size} px`, describePreparation(preparation)].filter((part) => part !== '').join(', ')
}

/** The announcement for images that were opened, failed to open or were cancelled, or null. */
export function describeDataChange(before: State, after: State): string | null {
  const mismatch = describeNewMismatch(before, after)
  if (mismatch !== null) return mismatch
  const { opened, failure } = after.data
  if (failure !== null && failure !== before.data.failure) return `${failure.message} ${failure.advice}`
  if (before.data.opening && after.data.opening === null && opened?.id === before.data.opened?.id) return describeCancelled(after)
  return opened === null || opened.id === before.data.opened?.id ? null : describeOpened(opened, after.settings.config)
}

function describeCancelled({ data: { opened } }: State): string {
  const stays = opened ? `${opened.summary.label} is open as before.` : 'No images are open.'
  return `Preparing the images was cancelled. ${stays}`
}

function describeOpened({ source, summary }: OpenedSet, config: RunConfig): string {
  const { label, count } = summary
  if (source.kind === 'builtin') return `${label}: ${formatCount(count)} images are ready.`
  const advice = openWarnings(summary, config)
    .map(({ title }) => ` ${title}`)
    .join('')
  return `${label}: ${describeImport(summary)}${advice}`
}

/** The announcement for a kept set that was deleted, or null. */
export function describeDeletedSet({ sets: before }: KeptSets, { sets: after }: KeptSets): string | null {
  const gone = before.find(({ key }) => after.every((set) => set.key !== key))
  return gone ? `${gone.name} is deleted from this browser.` : null
}
