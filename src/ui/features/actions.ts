// Actions of the feature analyses: asking for one, and what is done with the results.
import type { FeatureAnalysis, FeatureSource } from '../../spec/feature-analyses.ts'
import type { Action } from '../app/action.ts'
import { analysisBlocker, chooseBlocker, drawBlocker, networkBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { PageActions } from '../app/page-actions.ts'
import type { State } from '../app/store.ts'
import type { DataActions } from '../data/actions.ts'
import { countOf } from '../shared/format.ts'
import { FeaturesIcon } from '../shared/icons.tsx'

export interface AnalysisActions {
  /** Replaces an analysis that is still running. @param analysisOf the analysis, given the chosen source of features */
  analyse(analysisOf: (source: FeatureSource) => FeatureAnalysis): void
  cancelAnalysis(): void
  /** Uses the features of another network or layer from now on. */
  chooseSource(source: FeatureSource): void
}

export function createAnalysisActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): AnalysisActions {
  return {
    analyse(analysisOf) {
      const { analyses } = store.getState()
      const analysis = analysisOf(analyses.source)
      const id = analyses.lastId + 1
      store.setState({ analyses: { ...analyses, lastId: id, underWay: { id, analysis, share: 0, words: '', left: null }, problem: null } })
      client.send({ type: 'analyse', id, analysis })
    },
    cancelAnalysis() {
      const { underWay } = store.getState().analyses
      if (underWay) client.send({ type: 'cancel-analysis', id: underWay.id })
    },
    chooseSource(source) {
      store.setState(({ analyses }) => ({ analyses: { ...analyses, source } }))
    },
  }
}

/** Neighbours requested: three rows on a wide page. */
const NEIGHBOURS = 24
/** Nearest training images requested: two rows. */
const SAMPLE_NEIGHBOURS = 12

const isGoing = ({ analyses }: State, kind: FeatureAnalysis['kind']) => analyses.underWay?.analysis.kind === kind

/** The first result is waited for; a later one can be requested anew at any time. */
function firstBlocker(state: State, kind: 'map' | 'clusters'): string | null {
  return analysisBlocker(state, kind) ?? (state.analyses.results[kind] === undefined && isGoing(state, kind) ? REASONS.making : null)
}

const explore: Action<PageActions> = { label: 'Explore by features', icon: FeaturesIcon, run: (actions) => actions.showDialog('features') }

const cancel: Action<AnalysisActions> = { label: 'Cancel', run: (actions) => actions.cancelAnalysis() }

/** An image whose neighbours are requested, and the images visited before it. */
interface Visit {
  readonly image: number
  readonly trail: readonly number[]
  readonly setTrail: (trail: readonly number[]) => void
}

const findNeighbours: Action<AnalysisActions, Visit> = {
  label: 'Find its neighbours',
  blocked: (state) => analysisBlocker(state, 'neighbours'),
  run(actions, { image, trail, setTrail }) {
    setTrail([...trail, image])
    actions.analyse((source) => ({ kind: 'neighbours', source, image, count: NEIGHBOURS }))
  },
}

/** `class` null: it follows from the seed. */
type Sample = Pick<Extract<FeatureAnalysis, { kind: 'sample-neighbours' }>, 'seed' | 'class'>

const findSampleNeighbours: Action<AnalysisActions, Sample> = {
  label: 'Find them',
  blocked: (state) => drawBlocker(state) ?? networkBlocker(state) ?? analysisBlocker(state, 'sample-neighbours'),
  run: (actions, sample) => actions.analyse((source) => ({ kind: 'sample-neighbours', source, ...sample, count: SAMPLE_NEIGHBOURS })),
}

/** The target is how many samples of G are laid out among the images. */
const layOutMap: Action<AnalysisActions, number> = {
  label: ({ analyses }) => (analyses.results.map ? 'Lay out again' : 'Lay out the map'),
  blocked: (state) => firstBlocker(state, 'map'),
  run: (actions, samples) => actions.analyse((source) => ({ kind: 'map', source, samples })),
}

interface Clustering {
  /** Number of clusters; null for a suggestion. */
  readonly k: number | null
  /** Number of current clusters that the person has named. */
  readonly named: number
}

const findClusters: Action<AnalysisActions, Clustering> = {
  label: ({ analyses }) => (analyses.results.clusters ? 'Find them again' : 'Find the clusters'),
  blocked: (state) => firstBlocker(state, 'clusters'),
  question(_, { named }) {
    if (named === 0) return null
    const lost = `${countOf(named, 'name')} that you gave ${named === 1 ? 'is' : 'are'} lost`
    const text = `New clusters replace these, and ${lost}. Save them as CSV or zip first if you want to keep them.`
    return { title: 'Find the clusters again?', text, keep: 'Keep these', go: 'Find them again' }
  },
  run: (actions, { k }) => actions.analyse((source) => ({ kind: 'clusters', source, k })),
}

interface ClusterChoice {
  readonly name: string
  readonly images: readonly number[]
  /** Those that are included in the set. */
  readonly taken: readonly number[]
  /** Those that this button left out last. */
  readonly undo: readonly number[] | undefined
  readonly noteLeftOut: (images: readonly number[] | null) => void
}

/** Undo includes the images again that this button left out, not those left out before. */
const leaveOutCluster: Action<DataActions, ClusterChoice> = {
  label: (_, { taken, undo }) => (taken.length > 0 ? 'Leave out of training' : undo ? 'Undo' : 'Take into training'),
  labelEnd: (_, { name }) => `: ${name}`,
  blocked: chooseBlocker,
  run(actions, { images, taken, undo, noteLeftOut }) {
    const leaves = taken.length > 0
    actions.takeImages(leaves ? taken : (undo ?? images), !leaves)
    noteLeftOut(leaves ? taken : null)
  },
}

/** The export of the clusters: one file at a time. */
interface ClusterFiles {
  readonly isGoing: boolean
  readonly start: (format: 'csv' | 'zip') => void
}

const saveClustersCsv: Action<unknown, ClusterFiles> = {
  label: 'Save as CSV',
  blocked: (_, files) => (files.isGoing ? REASONS.fileMaking : null),
  run: (_, files) => files.start('csv'),
}

const saveClustersZip: Action<unknown, ClusterFiles> = {
  label: 'Save as zip of folders',
  blocked: (_, files) => (files.isGoing ? REASONS.fileMaking : null),
  run: (_, files) => files.start('zip'),
}

interface ProbeRequest {
  readonly analysis: Extract<FeatureAnalysis, { kind: 'probe' }>
  /** What is missing in the labels, as a sentence. */
  readonly missing: string | null
}

const measureProbe: Action<AnalysisActions, ProbeRequest> = {
  label: ({ analyses }) => (analyses.results.probe ? 'Measure again' : 'Measure'),
  blocked: (state, { missing }) => analysisBlocker(state, 'probe') ?? missing ?? (isGoing(state, 'probe') ? REASONS.measuring : null),
  run: (actions, { analysis }) => actions.analyse(() => analysis),
}

const confuseRotations: Action<AnalysisActions> = {
  label: 'Which rotations are confused?',
  blocked: (state) => (isGoing(state, 'rotations') ? REASONS.measuring : networkBlocker(state)),
  run: (actions) => actions.analyse(() => ({ kind: 'rotations' })),
}

export const analysisActions = {
  explore,
  cancel,
  findNeighbours,
  findSampleNeighbours,
  layOutMap,
  findClusters,
  leaveOutCluster,
  saveClustersCsv,
  saveClustersZip,
  measureProbe,
  confuseRotations,
}
