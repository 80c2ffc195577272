// What a file of pictures says of them: of which run and step they are, and the code of each, with which it can be found and drawn again.
import { type LatentPoint, type LayerMix, runCode, writePictureCode } from './picture-code.ts'

export interface PictureFacts {
  /** `id`: null where its file does not say. */
  readonly run: { readonly id: string | null; readonly name: string }
  readonly step: number
  /** Where later layers are from; absent: from the same step. */
  readonly mix?: LayerMix | null
  /** Of each picture, in their order. */
  readonly points: readonly LatentPoint[]
  /** Of the classes of the run; empty where it has none. */
  readonly classNames: readonly string[]
}

export function codesOf({ run, step, mix, points }: Pick<PictureFacts, 'run' | 'step' | 'mix' | 'points'>): string[] {
  return points.map((point) => writePictureCode({ run: runCode(run.id), step, point, ...(mix && { mix }) }))
}

/** One picture of a file. */
export interface PictureEntry {
  readonly code: string
  /** Absent where the latent is its own. */
  readonly seed?: number
  /** Name of its class, where that was chosen. */
  readonly class?: string
}

export function entriesOf(facts: PictureFacts): PictureEntry[] {
  const codes = codesOf(facts)
  return facts.points.map(({ seed, class: index, latent }, i) => {
    const name = index === undefined ? undefined : facts.classNames[index]
    return { code: codes[i] as string, ...(latent === undefined && { seed }), ...(name !== undefined && { class: name }) }
  })
}

/** The text of a PNG, by keyword: `quarterturn` is JSON, of one picture its entry, of several a list of entries. */
export function pictureTexts(facts: PictureFacts): Readonly<Record<string, string>> {
  const { run, step } = facts
  const entries = entriesOf(facts)
  const [only] = entries.length === 1 ? entries : []
  const what = only ? titleOf(only) : `${entries.length} pictures`
  return {
    Title: `${run.name}, step ${step}, ${what}`,
    Software: 'Quarterturn',
    quarterturn: JSON.stringify({ run: run.name, step, ...(only ?? { pictures: entries }) }),
  }
}

function titleOf({ seed }: PictureEntry): string {
  return seed === undefined ? 'a latent of its own' : `seed ${seed}`
}
