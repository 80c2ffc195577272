// Whether a picture code is of a run that is at hand, in a sentence for a person where it is not.
import { type LatentPoint, type PictureCode, runCode, UNKNOWN_RUN } from './picture-code.ts'
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

/** Null where the run has the classes that the point names. @param classCount 0 where it has none */
export function whyNoClass({ class: own, towards }: LatentPoint, classCount: number): string | null {
  const missing = [own, towards?.class].find((index) => index !== undefined && index >= classCount)
  if (missing === undefined) return null
  return `This code is of class ${missing + 1}, and the run has ${classCount === 0 ? 'no classes' : counted(classCount, 'classes')}.`
}
