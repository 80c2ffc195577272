// What is computed from features on the CPU alone, as inputs and outputs of plain data: in the browser a Worker of its own computes it, so
// that training goes on meanwhile; in Node it is called directly.

import type { WorkOptions } from '../spec/cancel.ts'
import type { Probe, ProbeRow } from '../spec/feature-analyses.ts'
import { FeatureError } from './errors.ts'
import type { FeatureTable } from './features/feature-table.ts'
import { kMeans } from './features/k-means.ts'
import { mapOf } from './features/map.ts'
import { unitRows } from './features/normalise.ts'
import { probe } from './features/probe.ts'
import type { Labels } from './features/probe-split.ts'
import { silhouette, suggestGroups } from './features/silhouette.ts'
import { squaredDistance } from './features/vectors.ts'
import { type ClassClusters, type ClassClustersInput, classClusters } from './labelling/clusters.ts'
import { type InferredLabels, type InferredLabelsInput, inferLabels } from './labelling/inferred.ts'
import type { ScoreInput } from './metrics/metric.ts'
import { computeScore, type ScoreOutput } from './metrics/score.ts'

interface Analyses {
  readonly score: { readonly input: ScoreInput; readonly output: ScoreOutput }
  readonly map: { readonly input: MapInput; readonly output: Float32Array<ArrayBuffer> }
  readonly clusters: { readonly input: ClustersInput; readonly output: ClustersOutput }
  readonly probe: { readonly input: ProbeInput; readonly output: ProbeOutput }
  /** Clusters and labels as the classes of a run. */
  readonly 'class-clusters': { readonly input: ClassClustersInput; readonly output: ClassClusters }
  readonly 'inferred-labels': { readonly input: InferredLabelsInput; readonly output: InferredLabels }
}

export type AnalysisKind = keyof Analyses
export type AnalysisInput<K extends AnalysisKind> = Analyses[K]['input']
export type AnalysisOutput<K extends AnalysisKind> = Analyses[K]['output']

type Compute<K extends AnalysisKind> = (input: AnalysisInput<K>, onProgress: (share: number) => void) => AnalysisOutput<K>

const COMPUTE: { readonly [K in AnalysisKind]: Compute<K> } = {
  score: computeScore,
  map: computeMap,
  clusters: computeClusters,
  probe: computeProbe,
  'class-clusters': classClusters,
  'inferred-labels': inferLabels,
}

/** @throws FeatureError with a sentence for a person, where there is no result for such features */
export function analyse<K extends AnalysisKind>(kind: K, input: AnalysisInput<K>, onProgress: (share: number) => void): AnalysisOutput<K> {
  return COMPUTE[kind](input, onProgress)
}

/** Computes an analysis somewhere else, or here. @throws CancelledError; FeatureError where there is no result for such features */
export type Analyse = <K extends AnalysisKind>(kind: K, input: AnalysisInput<K>, options: WorkOptions) => Promise<AnalysisOutput<K>>

export const analyseHere: Analyse = async (kind, input, { onProgress = () => undefined }) => analyse(kind, input, onProgress)

/** Of the random choices: the same input has the same result. */
const SEED = 1
/** Numbers of groups that are tried where none is asked for. */
const GROUPS = { from: 2, to: 12 }
/** Typical images of a cluster that are given. */
const TYPICAL = 12
/** Share of the time that is spent on trying numbers of groups. */
const SUGGESTION_SHARE = 0.8

interface MapInput {
  /** Of the same layer; `samples` null where there are none. */
  readonly images: FeatureTable
  readonly samples: FeatureTable | null
}

/** Positions of the images, then of the samples, [rows, 2] from 0 to 1. */
function computeMap({ images, samples }: MapInput, onProgress: (share: number) => void): Float32Array<ArrayBuffer> {
  return mapOf(samples ? [images, samples] : [images], SEED, onProgress)
}

interface ClustersInput {
  readonly table: FeatureTable
  /** Null asks for a suggestion. */
  readonly k: number | null
}

interface ClustersOutput {
  readonly k: number
  /** Cluster of each row, the largest is 0. */
  readonly assignment: readonly number[]
  /** Of each cluster the rows nearest to its centre, the nearest first. */
  readonly typical: readonly (readonly number[])[]
  readonly silhouettes: readonly { readonly k: number; readonly silhouette: number | null }[]
}

/** @throws FeatureError where there are fewer different images than clusters */
function computeClusters({ table, k: wanted }: ClustersInput, onProgress: (share: number) => void): ClustersOutput {
  const unit = unitRows(table)
  const part = wanted === null ? SUGGESTION_SHARE : 0
  const suggestion = wanted === null ? suggestGroups(unit, GROUPS.from, GROUPS.to, SEED, (share) => onProgress(part * share)) : null
  const k = wanted ?? suggestion?.k ?? GROUPS.from
  const { assignment, centres } = kMeans(unit, k, { seed: SEED, onProgress: (share) => onProgress(part + (1 - part) * share) })
  const bySize = rankBySize(assignment, k)
  const ranks = Array.from(assignment, (cluster) => bySize.indexOf(cluster))
  const values = Float64Array.from(unit.values)
  const typical = bySize.map((cluster) => {
    const rows = Array.from(assignment.keys()).filter((row) => assignment[row] === cluster)
    const distance = (row: number) => squaredDistance(values, row * unit.width, centres, cluster * unit.width, unit.width)
    const distances = new Map(rows.map((row) => [row, distance(row)]))
    return rows.sort((a, b) => (distances.get(a) as number) - (distances.get(b) as number) || a - b).slice(0, TYPICAL)
  })
  const silhouettes = suggestion
    ? suggestion.tried.map(({ k: tried, mean }) => ({ k: tried, silhouette: mean }))
    : [{ k, silhouette: k > 1 && k < table.rows ? silhouette(unit, assignment, SEED).mean : null }]
  return { k, assignment: ranks, typical, silhouettes }
}

/** Clusters, the largest first. */
function rankBySize(assignment: Uint32Array, k: number): number[] {
  const sizes = new Array<number>(k).fill(0)
  for (const cluster of assignment) sizes[cluster] = (sizes[cluster] as number) + 1
  return sizes.map((_, cluster) => cluster).sort((a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b)
}

export interface ProbeInput {
  readonly candidates: readonly { readonly features: ProbeRow['features']; readonly name: string; readonly table: FeatureTable }[]
  /** Of the rows of every table. */
  readonly labels: Labels
  /** For each row whether it tests; null where the labels are to be split. */
  readonly heldOut: readonly boolean[] | null
}

export type ProbeOutput = Omit<Probe, 'kind'>

/** @throws FeatureError where there are not two classes to tell */
function computeProbe({ candidates, labels, heldOut }: ProbeInput, onProgress: (share: number) => void): ProbeOutput {
  const results = candidates.map(({ features, name, table }, i) => {
    const { interval, ...result } = probe(table, labels, SEED, heldOut ?? undefined)
    onProgress((i + 1) / candidates.length)
    return { result, row: { features, name, accuracy: result.accuracy, low: interval[0], high: interval[1] } }
  })
  const first = results[0]?.result
  if (!first) throw new FeatureError('There are no features to classify by.')
  return {
    classes: first.classes,
    learnt: first.learntFrom,
    tested: first.tested,
    folds: first.folds,
    chance: first.chance,
    rows: results.map(({ row }) => row),
    leftOut: first.leftOut,
  }
}
