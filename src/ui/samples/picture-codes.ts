// Codes of the pictures on the page, and what is said of them in their files.
import { type LatentPoint, type LayerMix, runCode, type SeedPoint, seedPoint, writePictureCode } from '../../spec/picture-code.ts'
import type { PictureFacts } from '../../spec/picture-facts.ts'
import type { State } from '../app/store.ts'
import { classNames } from '../train/class-names.ts'
import { runOnPage } from '../train/describe-keep.ts'
import type { SampleId } from './wall-view.ts'

type OfRun = Pick<State, 'run' | 'keep' | 'runs' | 'classes'>

/** For a file of these pictures. */
export function factsOf(state: OfRun, step: number, points: readonly LatentPoint[]): PictureFacts {
  return { run: { id: state.run.id, name: runName(state) }, step, points, classNames: classNames(state) }
}

/** @param mix where its later layers are from; null: from the same step */
export function codeOfPoint({ run }: Pick<State, 'run'>, step: number, point: LatentPoint, mix: LayerMix | null = null): string {
  return writePictureCode({ run: runCode(run.id), step, point, ...(mix && { mix }) })
}

export function pointOfSample({ seed, class: index }: SampleId): SeedPoint {
  return seedPoint(seed, index)
}

export function runName(state: OfRun): string {
  return runOnPage(state)?.name ?? state.run.images
}
