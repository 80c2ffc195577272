// Actions of the feature analyses: asking for one, and what is done with the results.
import type { FeatureAnalysis, FeatureSource } from '../../spec/feature-analyses.ts'
import type { Action } from '../app/action.ts'
import { chooseBlocker, drawBlocker, networkBlocker, REASONS, studyBlocker } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { PageActions } from '../app/page-actions.ts'
import type { State } from '../app/store.ts'
import type { DataActions } from '../data/actions.ts'
import { countOf } from '../shared/format.ts'
import { FeaturesIcon } from '../shared/icons.tsx'

export interface StudyActions {
  /** Replaces an analysis that is still running. */
  study(studyOf: (source: FeatureSource) => FeatureAnalysis): void
  cancelStudy(): void
  /** Uses the features of another network or layer from now on. */
  chooseSource(source: FeatureSource): void
}

export function createStudyActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): StudyActions {
  return {
    study(studyOf) {
      const { studies } = store.getState()
      const study = studyOf(studies.source)
      const id = studies.lastId + 1
      store.setState({ studies: { ...studies, lastId: id, underWay: { id, study, share: 0, words: '', left: null }, problem: null } })
      client.send({ type: 'analyse', id, analysis: study })
    },
    cancelStudy() {
      const { underWay } = store.getState().studies
      if (underWay) client.send({ type: 'cancel-analysis', id: underWay.id })
    },
    chooseSource(source) {
      store.setState(({ studies }) => ({ studies: { ...studies, source } }))
    },
  }
}

/** Neighbours requested: three rows on a wide page. */
const NEIGHBOURS = 24
/** Nearest training images requested: two rows. */
const SAMPLE_NEIGHBOURS = 12

const isGoing = ({ studies }: State, kind: FeatureAnalysis['kind']) => studies.underWay?.study.kind === kind

/** The first result is waited for; a later one can be requested anew at any time. */
function firstBlocker(state: State, kind: 'map' | 'clusters'): string | null {
  return studyBlocker(state, kind) ?? (state.studies.results[kind] === undefined && isGoing(state, kind) ? REASONS.making : null)
}

const explore: Action<PageActions> = { label: 'Explore by features', icon: FeaturesIcon, run: (actions) => actions.showDialog('features') }

const cancel: Action<StudyActions> = { label: 'Cancel', run: (actions) => actions.cancelStudy() }

/** An image whose neighbours are looked at, and those that led to it. */
interface Visit {
  readonly image: number
  readonly trail: readonly number[]
  readonly setTrail: (trail: readonly number[]) => void
}

const findNeighbours: Action<StudyActions, Visit> = {
  label: 'Find its neighbours',
  blocked: (state) => studyBlocker(state, 'neighbours'),
  run(actions, { image, trail, setTrail }) {
    setTrail([...trail, image])
    actions.study((source) => ({ kind: 'neighbours', source, image, count: NEIGHBOURS }))
  },
}

const findSampleNeighbours: Action<StudyActions, number> = {
  label: 'Find them',
  blocked: (state) => drawBlocker(state) ?? networkBlocker(state) ?? studyBlocker(state, 'sample-neighbours'),
  run: (actions, seed) => actions.study((source) => ({ kind: 'sample-neighbours', source, seed, count: SAMPLE_NEIGHBOURS })),
}

/** The target is how many samples of G are laid out among the images. */
const layOutMap: Action<StudyActions, number> = {
  label: ({ studies }) => (studies.results.map ? 'Lay out again' : 'Lay out the map'),
  blocked: (state) => firstBlocker(state, 'map'),
  run: (actions, samples) => actions.study((source) => ({ kind: 'map', source, samples })),
}

interface Clustering {
  /** Null: as many as fit best. */
  readonly k: number | null
  /** How many clusters there are now have a name. */
  readonly named: number
}

const findClusters: Action<StudyActions, Clustering> = {
  label: ({ studies }) => (studies.results.clusters ? 'Find them again' : 'Find the clusters'),
  blocked: (state) => firstBlocker(state, 'clusters'),
  question(_, { named }) {
    if (named === 0) return null
    const lost = `${countOf(named, 'name')} that you gave ${named === 1 ? 'is' : 'are'} lost`
    const text = `New clusters replace these, and ${lost}. Save them as CSV or zip first if you want to keep them.`
    return { title: 'Find the clusters again?', text, keep: 'Keep these', go: 'Find them again' }
  },
  run: (actions, { k }) => actions.study((source) => ({ kind: 'clusters', source, k })),
}

interface ClusterChoice {
  readonly name: string
  readonly images: readonly number[]
  /** Those of them that are taken. */
  readonly taken: readonly number[]
  /** Those of them that this left out last. */
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

/** Files of the clusters, made one at a time. */
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
  readonly study: Extract<FeatureAnalysis, { kind: 'probe' }>
  /** What is missing in the labels, as a sentence. */
  readonly missing: string | null
}

const measureProbe: Action<StudyActions, ProbeRequest> = {
  label: ({ studies }) => (studies.results.probe ? 'Measure again' : 'Measure'),
  blocked: (state, { missing }) => studyBlocker(state, 'probe') ?? missing ?? (isGoing(state, 'probe') ? REASONS.measuring : null),
  run: (actions, { study }) => actions.study(() => study),
}

const confuseRotations: Action<StudyActions> = {
  label: 'Which rotations are confused?',
  blocked: (state) => (isGoing(state, 'turns') ? REASONS.measuring : networkBlocker(state)),
  run: (actions) => actions.study(() => ({ kind: 'turns' })),
}

export const studyActions = {
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
