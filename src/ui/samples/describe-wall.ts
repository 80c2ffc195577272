// The message on the sample wall before there are samples: what will appear, what to press, and warnings to look at first.
import type { DataSource } from '../../protocol.ts'
import type { LabellingProgress } from '../../spec/classes.ts'
import { BUILTIN_SETS, FEW_IMAGES } from '../../spec/datasets.ts'
import type { DatasetSummary } from '../../spec/image-set.ts'
import type { RunState } from '../../spec/report.ts'
import { countFindings } from '../data/data-slice.ts'
import { countOf } from '../shared/format.ts'
import { describeFinding } from '../train/describe-classes.ts'

interface WallMessage {
  readonly title: string
  readonly text: string
  /** Warnings and findings worth a look before training, or null. */
  readonly found: Found | null
}

interface Found {
  readonly sentence: string
  /** Buttons that lead there: warnings and findings are in different places. */
  readonly links: readonly { readonly to: 'warnings' | 'findings'; readonly label: string }[]
}

type Summary = Pick<DatasetSummary, 'label' | 'count' | 'findingCounts' | 'warnings'>

interface ClassesInWay {
  /** How far the search for the classes of the run is. */
  readonly finding?: LabellingProgress | null
  /** Why the settings for classes do not suit the images. */
  readonly blocked?: string | null
}

/** @param opening the images being prepared, if any: they take precedence over the open set */
export function describeWall(
  state: RunState,
  opening: DataSource | null,
  summary: Summary | null,
  { finding = null, blocked = null }: ClassesInWay = {},
): WallMessage {
  if (finding) return { title: 'Finding the classes', text: `${describeFinding(finding)}. Then training begins.`, found: null }
  if (state === 'preparing')
    return { title: 'Preparing…', text: 'The networks are set up and the first step is recorded. This takes a moment.', found: null }
  if (state === 'running' || state === 'paused')
    return { title: 'First pictures soon', text: 'The generator (G) draws 64 samples here as it learns.', found: null }
  if (opening)
    return {
      title: `${opening.kind === 'builtin' ? BUILTIN_SETS[opening.name].label : opening.name} is being prepared`,
      text: 'Then press Train, and the generator (G) draws 64 samples here as it learns.',
      found: null,
    }
  if (summary === null) return { title: 'No images yet', text: 'Choose some under Data, then press Train.', found: null }
  const found = describeFound(summary)
  const { count, label } = summary
  if (count === 0)
    return { title: 'All images are left out', text: 'Look through the images and take some of them, then press Train.', found }
  if (blocked) return { title: 'Labels are missing', text: blocked, found }
  const ready = `${countOf(count, 'image')} of ${label} ${count === 1 ? 'is' : 'are'} ready`
  if (count < FEW_IMAGES)
    return {
      title: count === 1 ? '1 image is too few' : `${count} images are very few`,
      text: `${ready}. You can press Train, but the networks would memorise ${count === 1 ? 'it' : 'them'}: ${FEW_IMAGES} or more are needed to learn anything else.`,
      found,
    }
  return {
    title: 'Press Train',
    text: `${ready}. The generator (G) draws 64 samples here, first noise, then more and more like them.`,
    found,
  }
}

function describeFound(summary: Summary): Found | null {
  const parts = [
    [summary.warnings.length, 'warning'],
    [countFindings(summary), 'finding'],
  ] as const
  const phrases = parts.flatMap(([count, one]) => (count > 0 ? [countOf(count, one)] : []))
  if (phrases.length === 0) return null
  const links = parts.flatMap(([count, one]) =>
    count > 0 ? { to: `${one}s` as const, label: phrases.length > 1 ? `Show ${one}s` : count > 1 ? 'Show them' : 'Show it' } : [],
  )
  return { sentence: `Worth a look first: ${phrases.join(' and ')}.`, links }
}
