// Which preset suits the open images, by how many there are and how many of them have labels.
import { FIELD_NAMES, type RunConfig } from '../../spec/config.ts'
import { FEW_IMAGES } from '../../spec/datasets.ts'
import { FIELDS } from '../../spec/fields.ts'
import type { SetLabels } from '../../spec/files.ts'
import { type PresetName, presetConfig } from '../../spec/presets.ts'
import type { State } from '../app/store.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { runExists } from './run-slice.ts'

interface PresetAdvice {
  readonly sentence: string
  readonly preset: PresetName
  /** What differs from the preset for these images. */
  readonly changes: Partial<RunConfig>
  /** A few more labels would allow more. */
  readonly lacksLabels: boolean
}

/** With fewer images of a class, its pictures collapse into one even with a ramp; with fewer in a cluster there is little to learn from it. */
const MIN_PER_CLASS = 50
/** As many clusters at most: the networks of the presets are small. */
const MAX_CLUSTERS = 20
/** Fewer clusters are not worth it. */
const MIN_CLUSTERS = 10
/** With fewer labels of a class a linear classifier is often wrong. */
const MIN_LABELS_PER_CLASS = 5

/** @param count images that training sees @param labels of these; null: there are none */
export function advisePreset(count: number, labels: Pick<SetLabels, 'names' | 'unlabelled'> | null): PresetAdvice | null {
  if (count < FEW_IMAGES) return null // too few for any
  if (labels === null || labels.names.length === 0) return adviseUnlabelled(count, 'without labels')
  return labels.names.length === 1 ? adviseUnlabelled(count, 'of one kind') : adviseLabelled(count, labels)
}

function adviseUnlabelled(count: number, what: string): PresetAdvice {
  const images = `${countOf(count, 'image')} ${what}`
  const clusters = Math.min(MAX_CLUSTERS, Math.floor(count / MIN_PER_CLASS))
  if (clusters < MIN_CLUSTERS) {
    const lacksLabels = count >= 2 * MIN_PER_CLASS
    const hint = lacksLabels ? ' Where they show two or three kinds, label a few of each: S3GAN learns each by itself.' : ''
    return { sentence: `${images}: Sketch, since they are too few to be grouped.${hint}`, preset: 'sketch', changes: {}, lacksLabels }
  }
  const isUsual = clusters === presetConfig('self-conditioned').classCount
  return {
    sentence: `${images}: Sketch is a good start. Self-conditioned also learns ${clusters} groups of similar ones, which it finds by itself.`,
    preset: 'self-conditioned',
    changes: isUsual ? {} : { classCount: clusters },
    lacksLabels: false,
  }
}

function adviseLabelled(count: number, { names, unlabelled }: Pick<SetLabels, 'names' | 'unlabelled'>): PresetAdvice {
  const classes = names.length
  const labelled = count - unlabelled
  const kinds = `${countOf(count, 'image')} of ${formatCount(classes)} kinds`
  const perClass = Math.floor(count / classes)
  if (perClass < MIN_PER_CLASS) {
    const sentence = `${kinds}: Sketch, since about ${perClass} of each are too few to learn each kind by itself.`
    return { sentence, preset: 'sketch', changes: {}, lacksLabels: false }
  }
  if (labelled < MIN_LABELS_PER_CLASS * classes) {
    const sentence = `${kinds}, ${formatCount(labelled)} with a label: label about ${MIN_LABELS_PER_CLASS} of each kind, then S3GAN infers the others.`
    return { sentence, preset: 's3gan', changes: {}, lacksLabels: true }
  }
  const rest =
    unlabelled === 0 ? 'all with a label: S3GAN learns' : `${formatCount(labelled)} with a label: S3GAN infers the others, and learns`
  return { sentence: `${kinds}, ${rest} each kind by itself.`, preset: 's3gan', changes: {}, lacksLabels: false }
}

/** The presets among which it chooses; the others are chosen for another reason, such as to compare. */
const FAMILY: readonly PresetName[] = ['sketch', 'self-conditioned', 's3gan']

/** Settings that a person has changed from the preset. */
export function ownChanges({ preset, config }: Pick<State['settings'], 'preset' | 'config'>): Partial<RunConfig> {
  const original = presetConfig(preset)
  return Object.fromEntries(FIELD_NAMES.filter((name) => config[name] !== original[name]).map((name) => [name, config[name]]))
}

/** The advice where a person may want it: before a run, and not to who has chosen something else on purpose. */
export function shownAdvice({
  run,
  data,
  settings,
}: Pick<State, 'data' | 'settings'> & { readonly run: Pick<State['run'], 'state'> }): PresetAdvice | null {
  if (runExists(run.state) || data.opened === null || data.opening !== null || !FAMILY.includes(settings.preset)) return null
  const { count, labels } = data.opened.summary
  const advice = advisePreset(count, labels)
  if (advice === null) return null
  const changed = Object.keys(ownChanges(settings)) as (keyof RunConfig)[]
  return changed.some((name) => FIELDS[name].group === 'labels' && !(name in advice.changes)) ? null : advice
}
