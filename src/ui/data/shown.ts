// Which images and findings a filter shows, how many there are, and what lies between two of them.
import { FINDING_KIND_NAMES, FINDING_KINDS, type Finding, type FindingKind } from '../../spec/files.ts'
import type { DatasetSummary } from '../../spec/report.ts'

export type ImageFilter = 'all' | 'left-out' | FindingKind

export interface ImageQuery {
  readonly filter: ImageFilter
  /** Part of the path, whatever its case; empty for any. */
  readonly text: string
  /** As they were when the filter was chosen: an image that is clicked stays where it is. */
  readonly leftOut: ReadonlySet<number>
}

interface Chip {
  readonly filter: ImageFilter
  readonly label: string
  readonly count: number
}

/** The filters there is a use for, with how many files each shows. */
export function chipsOf({ prepared, count, findingCounts }: Pick<DatasetSummary, 'prepared' | 'count' | 'findingCounts'>): readonly Chip[] {
  const kinds = FINDING_KIND_NAMES.map((kind) => ({ filter: kind, label: FINDING_KINDS[kind].label, count: findingCounts[kind] ?? 0 }))
  return [
    { filter: 'all', label: 'All images', count: prepared },
    { filter: 'left-out', label: 'Left out', count: prepared - count },
    ...kinds.filter((chip) => chip.count > 0),
  ]
}

/** Files that became no image at all. */
export function rejectedCount({ findingCounts }: Pick<DatasetSummary, 'findingCounts'>): number {
  return FINDING_KIND_NAMES.filter((kind) => !FINDING_KINDS[kind].image).reduce((sum, kind) => sum + (findingCounts[kind] ?? 0), 0)
}

const holds = (path: string | undefined, text: string) => text === '' || (path?.toLowerCase().includes(text) ?? false)

export function shownFindings(findings: readonly Finding[], { filter, text, leftOut }: ImageQuery): readonly Finding[] {
  const wanted = text.toLowerCase()
  return findings.filter(({ kind, image, path }) => {
    const fits = filter === 'all' || filter === kind || (filter === 'left-out' && image !== null && leftOut.has(image))
    return fits && holds(path, wanted)
  })
}

/** Numbers of the images, in their order. An image whose path is not known yet is not shown for a text. */
export function shownImages(
  { prepared, findings }: Pick<DatasetSummary, 'prepared' | 'findings'>,
  { filter, text, leftOut }: ImageQuery,
  pathOf: (image: number) => string | undefined,
): readonly number[] {
  const wanted = text.toLowerCase()
  return imagesOf(prepared, findings, filter, leftOut).filter((image) => holds(pathOf(image), wanted))
}

function imagesOf(prepared: number, findings: readonly Finding[], filter: ImageFilter, leftOut: ReadonlySet<number>): readonly number[] {
  if (filter === 'all') return Array.from({ length: prepared }, (_, image) => image)
  if (filter === 'left-out') return [...leftOut].sort((a, b) => a - b)
  const found = findings.flatMap(({ kind, image }) => (kind === filter && image !== null ? [image] : []))
  return [...new Set(found)].sort((a, b) => a - b)
}

/** The images from one place in the list to another, both included, whichever comes first. */
export function rangeOf(shown: readonly number[], from: number, to: number): readonly number[] {
  return shown.slice(Math.min(from, to), Math.max(from, to) + 1)
}

/** What there is to say of each image; of several findings the first counts. */
export function findingsByImage(findings: readonly Finding[]): ReadonlyMap<number, Finding> {
  const byImage = new Map<number, Finding>()
  for (const finding of findings) if (finding.image !== null && !byImage.has(finding.image)) byImage.set(finding.image, finding)
  return byImage
}
