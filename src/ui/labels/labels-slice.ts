// State of the labels of the open set: what the Worker has told of them, the labelling by the person, and what the Labels view shows.
import type { TrainerEvent } from '../../protocol.ts'
import type { GivenLabels } from '../../spec/classes.ts'
import type { FeatureAnalysis, FeatureAnalysisResult, FeatureSource } from '../../spec/feature-analyses.ts'
import { groupsOf, splitGroup } from './groups.ts'
import { beginSession, changeSession, noLabels, type Session } from './session.ts'
import type { StripName } from './strips.ts'

export type LabelsTab = 'clusters' | 'one' | 'map' | 'images'

export interface LabelsSlice {
  /** The labels of the open set, as the trainer has told them and the person has changed them since; null until they are known. */
  readonly session: Session | null
  /** Whether the Worker knows the labels of the session: `waiting` for a pause in the changes, `sent` and not answered yet. */
  readonly saving: 'saved' | 'waiting' | 'sent'
  /** The person wants the labels back that the set came with. */
  readonly reverting: boolean
  /** A table that was read and not yet applied. */
  readonly table: { readonly labels: GivenLabels; readonly notes: readonly string[] } | null
  /** Why the last table could not be read. */
  readonly problem: string | null
  /** A table was asked for to be downloaded. */
  readonly exporting: boolean
  /** The labels and features for which suggestions were asked for last. Not `done` though nothing is under way: another analysis took their place. */
  readonly suggestedFor: { readonly labels: GivenLabels; readonly source: FeatureSource; readonly done: boolean } | null
  readonly tab: LabelsTab
  /** How many clusters are looked for; null: a number is suggested. */
  readonly clusters: number | null
  /** Whether a click on a cluster labels all of it, or only the images that are shown of it. */
  readonly whole: boolean
  /** The strip that questions come from. */
  readonly strip: StripName
  /** The least confidence, 0 to 1, of suggestions that are accepted together. */
  readonly threshold: number
  /** Images that get one label together. */
  readonly selection: readonly number[]
}

/** More than there are kinds: of 300 photos of three kinds 81 % are in a cluster of mostly their kind with 10, 58 % with the suggested 2. */
const CLUSTERS = 10

export const initialLabels: LabelsSlice = {
  session: null,
  saving: 'saved',
  reverting: false,
  table: null,
  problem: null,
  exporting: false,
  suggestedFor: null,
  tab: 'clusters',
  clusters: CLUSTERS,
  whole: false,
  strip: 'unsure',
  threshold: 0.95,
  selection: [],
}

type LabelsEvent = Extract<TrainerEvent, { type: 'set-labels' | 'label-file' | 'label-file-failed' | 'labels-table' }>

/** @param images prepared images of the open set */
export function applyLabelsEvent(labels: LabelsSlice, event: LabelsEvent, images: number): LabelsSlice {
  switch (event.type) {
    case 'set-labels':
      return withGiven(labels, event.labels, images)
    case 'label-file':
      return { ...labels, table: { labels: event.labels, notes: event.notes }, problem: null }
    case 'label-file-failed':
      return { ...labels, table: null, problem: event.sentence }
    case 'labels-table':
      return { ...labels, exporting: false }
    default:
      return event satisfies never
  }
}

/** Labels that the person has changed meanwhile stay. */
function withGiven(labels: LabelsSlice, given: GivenLabels | null, images: number): LabelsSlice {
  const { session, reverting } = labels
  const now = given ?? noLabels(images)
  if (session === null) return { ...labels, session: beginSession(now) }
  if (!reverting) return labels
  const words = 'the labels it came with'
  return { ...labels, reverting: false, session: changeSession(session, { type: 'replace', labels: now, words }) }
}

/** The set has been described anew, which answers the labels that were sent. */
export function withLabelsKept(labels: LabelsSlice): LabelsSlice {
  return labels.saving === 'sent' ? { ...labels, saving: 'saved' } : labels
}

/** The parts of a group that was split take its place, if it is still there. */
export function withSplit(
  labels: LabelsSlice,
  { group }: Extract<FeatureAnalysis, { kind: 'split' }>,
  parts: Extract<FeatureAnalysisResult, { kind: 'split' }>,
  clusters: Extract<FeatureAnalysisResult, { kind: 'clusters' }> | undefined,
): LabelsSlice {
  const { session } = labels
  if (session === null || clusters === undefined) return labels
  const groups = session.groups?.of === clusters ? session.groups : groupsOf(clusters)
  const split = splitGroup(groups, group, parts)
  return { ...labels, session: changeSession(session, { type: 'regroup', groups: split, words: 'a cluster split' }) }
}
