// What the page shows of a set before training: its first images and what a person should know about it.
import { NO_CLASS } from '../spec/classes.ts'
import { FINDING_KIND_NAMES, FINDINGS_AT_ONCE, type SetLabels } from '../spec/files.ts'
import type { DatasetSummary } from '../spec/image-set.ts'
import { type Collection, takenOf } from './collection.ts'
import { labelsOf, labelsOfSome } from './labels/set-labels.ts'
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

function countLabels(collection: Collection): SetLabels | null {
  const all = labelsOf(collection)
  if (!all) return null
  const { source } = all
  const labels = labelsOfSome(all, takenOf(collection))
  if (labels.names.length < (source === 'folders' ? 2 : 1)) return null // nor where all that are taken lie in the same folder
  const counts = labels.names.map(() => 0)
  let unlabelled = 0
  for (const label of labels.ofImages) {
    if (label === NO_CLASS) unlabelled++
    else counts[label] = (counts[label] as number) + 1
  }
  return { source, names: labels.names, counts, unlabelled }
}
