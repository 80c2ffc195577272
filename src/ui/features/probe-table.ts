// The rows of a linear probe grouped for comparison (each layer trained and untrained, then the rest), its conclusion, and its history over the steps.
import { csvOf } from '../../spec/csv.ts'
import type { Probe, ProbeRow } from '../../spec/feature-analyses.ts'
import { countOf, formatCount } from '../shared/format.ts'
import type { AnalysesSlice } from './analyses-slice.ts'

export interface ProbeGroup {
  readonly name: string
  readonly rows: readonly ProbeRow[]
}

export const ROW_NAMES: Readonly<Record<ProbeRow['features'], string>> = {
  trained: 'trained',
  untrained: 'untrained',
  network: 'trained by others',
  pixels: 'raw',
}

/** Layers in their order, each trained before untrained; then the feature network and the pixels. */
export function probeGroups({ rows }: Pick<Probe, 'rows'>): readonly ProbeGroup[] {
  const ofD = rows.filter(({ features }) => features === 'trained' || features === 'untrained')
  const layers = [...new Set(ofD.map(({ name }) => name))].map((name) => {
    const own = ofD.filter((row) => row.name === name)
    return { name, rows: own.sort((one, other) => Number(one.features === 'untrained') - Number(other.features === 'untrained')) }
  })
  const others = rows.filter((row) => !ofD.includes(row))
  return [...layers, ...others.map((row) => ({ name: row.features === 'pixels' ? 'Pixels' : row.name, rows: [row] }))]
}

/** How it was measured: “learnt from 2,000 images, tested on 1,000 others”, or “300 images, each tested once, in 10 folds”. */
export function howTested({ learnt, tested, folds }: Pick<Probe, 'learnt' | 'tested' | 'folds'>): string {
  if (folds === 1) return `learnt from ${countOf(learnt, 'image')}, tested on ${formatCount(tested)} others`
  return `${countOf(tested, 'image')}, each tested once, in ${folds} folds`
}

/** One row per kind of features; common values are repeated in each row, so that tables can be concatenated. */
export function probeCsv({ rows, classes, learnt, tested, folds, chance }: Probe, step: number | null): string {
  const common = [chance, classes.length, learnt, tested, folds, step ?? ''].map(String)
  return csvOf([
    ['features', 'name', 'accuracy', 'low', 'high', 'chance', 'classes', 'learnt', 'tested', 'folds', 'step'],
    ...rows.map(({ features, name, accuracy, low, high }) => [features, name, ...[accuracy, low, high].map(String), ...common]),
  ])
}

export interface ProbeLines {
  readonly steps: readonly number[]
  readonly layers: readonly { readonly name: string; readonly accuracies: readonly (number | null)[] }[]
  readonly chance: number
}

/** Accuracy of the trained layers over the steps, of the probes comparable with the newest: same classes, as many images. */
export function probeLines(probes: AnalysesSlice['probes']): ProbeLines | null {
  const newest = probes.at(-1)?.probe
  if (!newest) return null
  const alike = probes.filter(({ probe }) => isAlike(probe, newest))
  const names = newest.rows.filter(({ features }) => features === 'trained').map(({ name }) => name)
  const accuracyOf = ({ rows }: Probe, name: string) =>
    rows.find((row) => row.features === 'trained' && row.name === name)?.accuracy ?? null
  return {
    steps: alike.map(({ step }) => step),
    layers: names.map((name) => ({ name, accuracies: alike.map(({ probe }) => accuracyOf(probe, name)) })),
    chance: newest.chance,
  }
}

function isAlike(one: Probe, other: Probe): boolean {
  const key = ({ classes, learnt, tested, folds }: Probe) => JSON.stringify([classes, learnt, tested, folds])
  return key(one) === key(other)
}

/** One sentence: whether training has taught D something about the labels. */
export function conclusionOf({ rows }: Pick<Probe, 'rows'>): string | null {
  const trained = rows.filter(({ features }) => features === 'trained')
  const [best] = trained.sort((one, other) => other.accuracy - one.accuracy)
  if (!best) return null
  const rivals = rows.filter((row) => row.features === 'pixels' || (row.features === 'untrained' && row.name === best.name))
  const [rival] = rivals.sort((one, other) => other.accuracy - one.accuracy)
  if (!rival) return null
  const than = rival.features === 'pixels' ? 'the raw pixels' : 'the same layer untrained'
  if (best.low > rival.high)
    return `${best.name} as trained separates the classes clearly better than ${than}: training has taught it about these images.`
  if (best.high < rival.low) return `${best.name}, the best layer as trained, separates the classes clearly worse than ${than}.`
  return `The intervals of ${best.name} as trained and of ${than} overlap: so few images do not show a difference.`
}
