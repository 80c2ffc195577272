// Where the images of a kept run come from, and whether they are open.
import type { DataSource } from '../../protocol.ts'
import { isSamePreparation } from '../../spec/config.ts'
import type { RunImages } from '../../spec/runs.ts'
import type { State } from '../app/store.ts'
import type { OpenedSet } from '../data/data-slice.ts'
import { currentSummary } from './describe-keep.ts'
import type { WantedImages } from './keep-slice.ts'

export function isOpen({ source, preparation, leftOut }: WantedImages, opened: OpenedSet): boolean {
  if (source === null || !isSameSource(source, opened.source) || !isSamePreparation(preparation, opened.preparation)) return false
  return leftOut.length === opened.leftOut.size && leftOut.every((image) => opened.leftOut.has(image))
}

function isSameSource(one: DataSource, other: DataSource): boolean {
  if (one.kind === 'builtin') return other.kind === 'builtin' && one.name === other.name
  if (one.kind === 'kept') return other.kind === 'kept' && one.key === other.key
  return one === other
}

/** Where the images of a kept run can be had: in this browser, in the files that are open, or only from a person. */
export function imagesOf({ source, preparation, leftOut }: RunImages, { data, run }: Pick<State, 'data' | 'run'>): WantedImages {
  const found = { name: source.name, preparation, leftOut }
  if (source.kind === 'builtin') return { ...found, source }
  if (source.kind === 'kept' && data.kept.sets.some(({ key }) => key === source.key)) return { ...found, source }
  const open = run.failure?.reason === 'bad-data' ? undefined : data.opened?.source // it may have found that these are others
  const same = open !== undefined && (open.kind === 'files' || open.kind === 'folder') && open.name === source.name
  return { ...found, source: same ? open : null }
}

/** Those of the current run, which are open; null where they are not. */
export function imagesOfCurrent(state: State): WantedImages | null {
  const kept = currentSummary(state)?.images
  return kept && kept.source.kind !== 'own' ? imagesOf(kept, state) : imagesThatAreOpen(state)
}

export function imagesThatAreOpen({ data: { opened } }: Pick<State, 'data'>): WantedImages | null {
  if (opened === null) return null
  const { source, preparation, leftOut } = opened
  return { source, name: source.name, preparation, leftOut: [...leftOut] }
}
