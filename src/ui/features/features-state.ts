// What a person has done in the Features view: it outlives the closing of the dialog, and goes with the images it is about.
import { createContext, useContext, useReducer, useState } from 'react'
import type { Clusters } from '../../spec/feature-analyses.ts'
import { useStore } from '../app/store.ts'
import type { ClusterNames } from './grouping.ts'
import { changeLabels, type LabelChange, type Labels, NO_LABELS } from './labels.ts'

export type FeatureTab = 'neighbours' | 'map' | 'clusters' | 'probe'

/** What was chosen before asking, kept while other tabs are looked at. */
interface AnalysisOptions {
  /** Clusters; null asks for a suggestion. */
  readonly k: number | null
  readonly labels: 'folders' | 'own'
}

/** Of one grouping: of another, cluster 3 is something else. */
interface ClusterWork {
  readonly of: Clusters | null
  readonly names: ClusterNames
  /** For each cluster the images that a click left out, to be taken back. */
  readonly leftOut: ReadonlyMap<number, readonly number[]>
}

export interface FeaturesState {
  readonly tab: FeatureTab
  readonly setTab: (tab: FeatureTab) => void
  /** Images whose neighbours were looked at, the current one last. */
  readonly trail: readonly number[]
  readonly setTrail: (trail: readonly number[]) => void
  readonly options: AnalysisOptions
  readonly setOptions: (changes: Partial<AnalysisOptions>) => void
  readonly work: ClusterWork
  readonly rename: (cluster: number, name: string) => void
  /** Null: they were taken back. */
  readonly noteLeftOut: (cluster: number, images: readonly number[] | null) => void
  readonly labels: Labels
  readonly changeLabels: (change: LabelChange) => void
}

const FeaturesContext = createContext<FeaturesState | null>(null)
export const FeaturesProvider = FeaturesContext.Provider

export function useFeatures(): FeaturesState {
  const state = useContext(FeaturesContext)
  if (state === null) throw new Error('useFeatures is called outside FeaturesProvider')
  return state
}

const noWork = (of: Clusters | null): ClusterWork => ({ of, names: new Map(), leftOut: new Map() })

export function useFeaturesState(): FeaturesState {
  const [tab, setTab] = useState<FeatureTab>('neighbours')
  const [trail, setTrail] = useState<readonly number[]>([])
  const [options, storeOptions] = useState<AnalysisOptions>({ k: null, labels: 'folders' })
  const [labels, dispatch] = useReducer(changeLabels, NO_LABELS)
  const clusters = useStore(({ studies }) => studies.results.clusters?.result ?? null)
  const [kept, setKept] = useState(() => noWork(clusters))
  const work = kept.of === clusters ? kept : noWork(clusters)
  return {
    tab,
    setTab,
    trail,
    setTrail,
    options,
    setOptions: (changes) => storeOptions({ ...options, ...changes }),
    work,
    rename: (cluster, name) => setKept({ ...work, names: new Map(work.names).set(cluster, name) }),
    noteLeftOut(cluster, images) {
      const leftOut = new Map(work.leftOut)
      if (images === null) leftOut.delete(cluster)
      else leftOut.set(cluster, images)
      setKept({ ...work, leftOut })
    },
    labels,
    changeLabels: dispatch,
  }
}
