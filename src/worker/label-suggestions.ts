// Suggested labels for the open images, from the features of their table and the labels there are now.
import { type Collection, takenOf } from '../data/collection.ts'
import type { FeatureTable } from '../eval/features/feature-table.ts'
import { LabelSuggester, MAX_LEARNT } from '../eval/labelling/suggestions.ts'
import { type FeatureAnalysis, type LabelSuggestions, MAX_ANALYSED_IMAGES } from '../spec/feature-analyses.ts'
import type { OpenImageFeatures } from './open-features.ts'

type Labelled = Extract<FeatureAnalysis, { kind: 'suggestions' }>['labelled']

/** Of large sets only some images are analysed: labelled ones that may not be among them, as many as are learnt from. */
export function imagesToLearnFrom(collection: Collection, { images }: Labelled): readonly number[] {
  const taken = new Set(takenOf(collection))
  return taken.size <= MAX_ANALYSED_IMAGES ? [] : images.filter((image) => taken.has(image)).slice(0, MAX_LEARNT)
}

/** Keeps what is prepared of a table, which takes longer than a fit. */
export class LabelSuggesters {
  private readonly ofTables = new WeakMap<FeatureTable, LabelSuggester>()

  /** @throws FeatureError where there are not two classes with a label, or all images are alike */
  suggest(
    { images, table }: OpenImageFeatures,
    { images: labelled, classes, names, accepted }: Labelled,
  ): Omit<LabelSuggestions, 'kind' | 'milliseconds'> {
    const suggester = this.ofTables.get(table) ?? new LabelSuggester(table)
    this.ofTables.set(table, suggester)
    const rowOf = new Map(Array.from(images, (image, row) => [image, row]))
    const known = labelled.flatMap((image, i) => {
      const row = rowOf.get(image)
      return row === undefined ? [] : [{ row, label: classes[i] as number }]
    })
    const rows = Uint32Array.from(known, ({ row }) => row)
    const acceptedRows = new Set(accepted.flatMap((image) => rowOf.get(image) ?? []))
    return {
      images: [...images],
      ...suggester.suggest({ rows, classes: Uint32Array.from(known, ({ label }) => label), accepted: acceptedRows, count: names.length }),
    }
  }
}
