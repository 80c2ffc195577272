// Whether a picture code is of a run that is at hand, in a sentence for a person where it is not.
import { readLatent } from './latent-text.ts'
import { type DirectionSet, type LatentPoint, type PictureCode, runCode, UNKNOWN_RUN } from './picture-code.ts'
import { counted } from './words.ts'

interface KnownRun {
  readonly id: string | null
  readonly name: string
}

/** Null where it is of this run; its step may be another one all the same. */
export function whyOtherRun({ run }: Pick<PictureCode, 'run'>, { id, name }: KnownRun): string | null {
  const own = runCode(id)
  return run === own ? null : `This code is of ${named(run)}, and “${name}” is ${named(own)}.`
}

const named = (run: string) => (run === UNKNOWN_RUN ? 'a run without an id' : `the run ${run}`)

/** Null where an own latent of the point is as long as those of the run. */
export function whyNoLatent({ latent }: LatentPoint, length: number): string | null {
  const found = latent === undefined ? length : (readLatent(latent)?.length ?? 0)
  return found === length ? null : `The latent in this code has ${counted(found, 'numbers')}, and those of the run have ${length}.`
}

/** Null where all directions that the point goes along are known. @param known how many of each set are */
export function whyNoDirection({ directions = [] }: LatentPoint, known: Readonly<Record<DirectionSet, number>>): string | null {
  const missing = directions.find(({ set, index }) => index >= known[set])
  return missing ? `This code goes along the direction ${missing.set}${missing.index + 1}, which is not known here.` : null
}

/** Null where the run has the classes that the point names. @param classCount 0 where it has none */
export function whyNoClass({ class: own, towards, pad }: LatentPoint, classCount: number): string | null {
  const others = [towards, pad?.topRight, pad?.bottomLeft, pad?.bottomRight].map((sample) => sample?.class)
  const missing = [own, ...others].find((index) => index !== undefined && index >= classCount)
  if (missing === undefined) return null
  return `This code is of class ${missing + 1}, and the run has ${classCount === 0 ? 'no classes' : counted(classCount, 'classes')}.`
}
