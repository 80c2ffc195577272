// Filters of the review dialog: which images and findings they show and how many, and ranges of images.
import { FINDING_KIND_NAMES, FINDING_KINDS, type Finding, type FindingKind } from '../../spec/files.ts'
import type { DatasetSummary } from '../../spec/image-set.ts'

export type ImageFilter = 'all' | 'left-out' | FindingKind

interface ImageQuery {
  readonly filter: ImageFilter
  /** Part of the path, case-insensitive; empty matches all. */
  readonly text: string
  /** As of when the filter was chosen, so that a clicked image does not disappear from the list. */
  readonly leftOut: ReadonlySet<number>
  /** The class that images must have in the run; absent: any. */
  readonly inClass?: { readonly index: number; readonly ofImages: Int32Array } | null
}

interface Chip {
  readonly value: ImageFilter
  readonly label: string
  readonly count: number
}

/** The non-empty filters, with how many files each shows. */
export function chipsOf({ prepared, count, findingCounts }: Pick<DatasetSummary, 'prepared' | 'count' | 'findingCounts'>): readonly Chip[] {
  const kinds = FINDING_KIND_NAMES.map((kind) => ({ value: kind, label: FINDING_KINDS[kind].label, count: findingCounts[kind] ?? 0 }))
  return [
    { value: 'all', label: 'All images', count: prepared },
    { value: 'left-out', label: 'Left out', count: prepared - count },
    ...kinds.filter((chip) => chip.count > 0),
  ]
}

/** Number of files that did not become an image. */
export function rejectedCount({ findingCounts }: Pick<DatasetSummary, 'findingCounts'>): number {
  return FINDING_KIND_NAMES.filter((kind) => !FINDING_KINDS[kind].image).reduce((sum, kind) => sum + (findingCounts[kind] ?? 0), 0)
}

const matches = (path: string | undefined, text: string) => text === '' || (path?.toLowerCase().includes(text) ?? false)

export function shownFindings(findings: readonly Finding[], { filter, text, leftOut }: ImageQuery): readonly Finding[] {
  const wanted = text.toLowerCase()
  return findings.filter(({ kind, image, path }) => {
    const fits = filter === 'all' || filter === kind || (filter === 'left-out' && image !== null && leftOut.has(image))
    return fits && matches(path, wanted)
  })
}

/** Image numbers in order. While a path is not loaded, its image matches no text. */
export function shownImages(
  { prepared, findings }: Pick<DatasetSummary, 'prepared' | 'findings'>,
  { filter, text, leftOut, inClass = null }: ImageQuery,
  pathOf: (image: number) => string | undefined,
): readonly number[] {
  const wanted = text.toLowerCase()
  const isInClass = (image: number) => inClass === null || inClass.ofImages[image] === inClass.index
  return imagesOf(prepared, findings, filter, leftOut).filter((image) => isInClass(image) && matches(pathOf(image), wanted))
}

function imagesOf(prepared: number, findings: readonly Finding[], filter: ImageFilter, leftOut: ReadonlySet<number>): readonly number[] {
  if (filter === 'all') return Array.from({ length: prepared }, (_, image) => image)
  if (filter === 'left-out') return [...leftOut].sort((a, b) => a - b)
  const found = findings.flatMap(({ kind, image }) => (kind === filter && image !== null ? [image] : []))
  return [...new Set(found)].sort((a, b) => a - b)
}

/** The images between two places of the list, both included, in either order. */
export function rangeOf(shown: readonly number[], from: number, to: number): readonly number[] {
  return shown.slice(Math.min(from, to), Math.max(from, to) + 1)
}

/** The first finding of each image. */
export function findingsByImage(findings: readonly Finding[]): ReadonlyMap<number, Finding> {
  const byImage = new Map<number, Finding>()
  for (const finding of findings) if (finding.image !== null && !byImage.has(finding.image)) byImage.set(finding.image, finding)
  return byImage
}
