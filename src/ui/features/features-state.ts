// State of the Features dialog that outlives its closing: the tab, the choices, and names of clusters.
import { createContext, useContext, useState } from 'react'
import type { Clusters } from '../../spec/feature-analyses.ts'
import { useStore } from '../app/store.ts'
import type { ClusterNames } from './grouping.ts'

export type FeatureTab = 'neighbours' | 'map' | 'clusters' | 'probe'

/** Choices made before an analysis is started. */
interface AnalysisOptions {
  /** Number of clusters; null asks for a suggestion. */
  readonly k: number | null
}

/** Names and choices for one clustering result; they mean nothing for another one. */
interface ClusterWork {
  readonly of: Clusters | null
  readonly names: ClusterNames
  /** Per cluster the images that its button left out, for Undo. */
  readonly leftOut: ReadonlyMap<number, readonly number[]>
}

export interface FeaturesState {
  readonly tab: FeatureTab
  readonly setTab: (tab: FeatureTab) => void
  /** Images whose neighbours were visited, the current one last. */
  readonly trail: readonly number[]
  readonly setTrail: (trail: readonly number[]) => void
  readonly options: AnalysisOptions
  readonly setOptions: (changes: Partial<AnalysisOptions>) => void
  readonly work: ClusterWork
  readonly rename: (cluster: number, name: string) => void
  /** Null: they are included again. */
  readonly noteLeftOut: (cluster: number, images: readonly number[] | null) => void
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
  const [options, storeOptions] = useState<AnalysisOptions>({ k: null })
  const clusters = useStore(({ analyses }) => analyses.results.clusters?.result ?? null)
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
  }
}
