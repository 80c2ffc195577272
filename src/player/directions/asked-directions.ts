// Directions for pictures that are to be drawn: they are looked for only where a picture goes along one.
import type { InferenceGenerator } from '../../gan/inference.ts'
import { type Directions, directionsAskedBy } from '../../gan/latent/directions.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import type { PointEdits } from '../../spec/picture-code.ts'
import { modelOf } from '../model.ts'

/** Null where none of the points goes along a direction. @throws CancelledError */
export async function directionsFor(
  points: readonly Pick<PointEdits, 'directions'>[],
  capture: () => Promise<InferenceGenerator>,
  options: WorkOptions = {},
): Promise<Directions | null> {
  const asked = directionsAskedBy(points)
  if (asked === 'none') return null
  const { findDirections } = await import('./find-directions.ts')
  return findDirections(modelOf(await capture()), { ...options, zones: asked === 'zoned' })
}
