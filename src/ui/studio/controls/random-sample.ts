// Samples that nobody has chosen.
import type { LatentPoint, SeedPoint } from '../../../spec/picture-code.ts'

/** Short, since a person may want to write them down. */
const MAX_RANDOM_SEED = 99_999

export function randomSeed(): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return 1 + (random % MAX_RANDOM_SEED)
}

/** Another sample, of the same class where it has one. */
export function randomSample({ class: index }: Pick<LatentPoint, 'class'> = {}): SeedPoint {
  return { seed: randomSeed(), ...(index !== undefined && { class: index }) }
}
