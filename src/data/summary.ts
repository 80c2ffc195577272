// What the page shows of a set before training: its first images and what a person should know about it.
import { FINDING_KIND_NAMES, FINDINGS_AT_ONCE } from '../spec/files.ts'
import type { DatasetSummary } from '../spec/image-set.ts'
import { type Collection, labelsOf } from './collection.ts'
import { picturesOf } from './pixels.ts'

const PREVIEW_COUNT = 24

/** @param listed how many findings are included; the counts are of all */
export function summarise(collection: Collection, listed = FINDINGS_AT_ONCE): DatasetSummary {
  const { name, label, count, size, channels, leftOut, byHand, findings, warnings } = collection
  const taken = Array.from({ length: Math.min(count, PREVIEW_COUNT + leftOut.size) }, (_, i) => i).filter((i) => !leftOut.has(i))
  const counts = FINDING_KIND_NAMES.map((kind) => [kind, findings.filter((finding) => finding.kind === kind).length] as const)
  return {
    name,
    label,
    count: count - leftOut.size,
    prepared: count,
    leftOutByHand: [...byHand].filter((image) => leftOut.has(image)).length,
    size,
    channels,
    preview: picturesOf(collection, taken.slice(0, PREVIEW_COUNT)),
    labels: countLabels(collection),
    findingCounts: Object.fromEntries(counts.filter(([, found]) => found > 0)),
    findings: findings.slice(0, listed),
    warnings,
  }
}

function countLabels(collection: Collection): DatasetSummary['labels'] {
  const labels = labelsOf(collection)
  if (!labels) return null
  const counts = new Map<string, number>()
  labels.forEach((label, i) => {
    if (!collection.leftOut.has(i)) counts.set(label, (counts.get(label) ?? 0) + 1)
  })
  if (counts.size < 2) return null // all images that are taken have the same label
  return { source: 'folders', names: [...counts.keys()], counts: [...counts.values()], unlabelled: 0 }
}
