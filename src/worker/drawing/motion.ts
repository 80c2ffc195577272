// How a picture moves from where it is to where it is wanted: a spring without overshoot ("critically damped"), which follows a target that moves
// itself. Its course depends on time alone, not on how many pictures were drawn on the way.

/** Of the spring, in 1/s: after 120 ms a tenth of a way that began at rest is left, (1 + ωt) e^(-ωt) = 0.1. */
const OMEGA = 3.89 / 0.12
/** It has arrived where no coordinate is farther away than this, and none moves faster than this in 1/ω: of latents, whose standard deviation is 1. */
const NEAR = 0.005

export interface Motion {
  readonly position: Float32Array
  /** Per second. */
  readonly velocity: Float32Array
}

export function atRest(position: Float32Array): Motion {
  return { position: position.slice(), velocity: new Float32Array(position.length) }
}

/**
 * Where it is `seconds` later: with d the way from the target, x(t) = target + (d + (v + ωd) t) e^(-ωt). Close to the target and slow it lands there
 * exactly, and rests.
 */
export function moved({ position, velocity }: Motion, target: Float32Array, seconds: number): Motion {
  const decay = Math.exp(-OMEGA * seconds)
  const next: Motion = { position: new Float32Array(target.length), velocity: new Float32Array(target.length) }
  let farthest = 0
  for (let i = 0; i < target.length; i++) {
    const end = target[i] as number
    const way = (position[i] as number) - end
    const v = velocity[i] as number
    const pull = v + OMEGA * way
    const left = (way + pull * seconds) * decay
    const speed = (v - OMEGA * pull * seconds) * decay
    next.position[i] = end + left
    next.velocity[i] = speed
    farthest = Math.max(farthest, Math.abs(left), Math.abs(speed) / OMEGA)
  }
  return farthest <= NEAR ? atRest(target) : next
}

export function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}
