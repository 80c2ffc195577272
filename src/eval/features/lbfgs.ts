// Limited-memory BFGS [Nocedal and Wright 2006, alg. 7.4 and 7.5] for smooth, strictly convex functions: no randomness and no
// learning rate. By hand: we know of no maintained npm package for it.
import { dot } from './vectors.ts'

/** Returns the value at a point and writes the gradient. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number

/** Pairs of steps and changes of the gradient that are kept. */
const MEMORY = 10

const MAX_STEPS = 1000

/** Armijo's condition: the share of the promised decrease that a step must bring. */
const SUFFICIENT = 1e-4
const MAX_HALVINGS = 40

interface Pair {
  readonly step: Float64Array
  readonly change: Float64Array
  /** 1 / (step · change), positive for a strictly convex function. */
  readonly rho: number
}

/**
 * The minimum, from a starting point.
 * @param done whether value and squared length of the gradient are good enough
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  done: (value: number, squaredGradient: number) => boolean,
): { at: Float64Array; value: number } {
  const size = start.length
  let at = start
  let gradient = new Float64Array(size)
  let value = objective(at, gradient)
  const pairs: Pair[] = []
  for (let round = 0; round < MAX_STEPS && !done(value, dot(gradient, 0, gradient, 0, size)); round++) {
    const direction = descent(gradient, pairs)
    const slope = dot(direction, 0, gradient, 0, size)
    const next = new Float64Array(size)
    const nextGradient = new Float64Array(size)
    let nextValue = Number.POSITIVE_INFINITY
    let length = pairs.length > 0 ? 1 : 1 / Math.sqrt(-slope) // the first is of length 1
    for (let halving = 0; halving < MAX_HALVINGS; halving++, length /= 2) {
      for (let i = 0; i < size; i++) next[i] = (at[i] as number) + length * (direction[i] as number)
      nextValue = objective(next, nextGradient)
      if (nextValue <= value + SUFFICIENT * length * slope) break
    }
    if (!(nextValue < value)) break // as exact as doubles are
    remember(pairs, difference(next, at), difference(nextGradient, gradient))
    at = next
    gradient = nextGradient
    value = nextValue
  }
  return { at, value }
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] as number))
}

function remember(pairs: Pair[], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, 0, change, 0, step.length)
  if (!(curvature > 0)) return // rounding
  pairs.push({ step, change, rho: 1 / curvature })
  if (pairs.length > MEMORY) pairs.shift()
}

/** -H g, with H the approximation of the inverse Hessian from the pairs: the two loops of alg. 7.4. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const size = gradient.length
  const q = gradient.map((value) => -value)
  const add = (factor: number, vector: Float64Array) => {
    for (let i = 0; i < size; i++) q[i] = (q[i] as number) + factor * (vector[i] as number)
  }
  const alphas = pairs.map(() => 0)
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, rho } = pairs[i] as Pair
    const alpha = rho * dot(step, 0, q, 0, size)
    alphas[i] = alpha
    add(-alpha, change)
  }
  const last = pairs.at(-1)
  if (last) {
    const scale = 1 / (last.rho * dot(last.change, 0, last.change, 0, size))
    for (let i = 0; i < size; i++) q[i] = (q[i] as number) * scale
  }
  pairs.forEach(({ step, change, rho }, i) => {
    add((alphas[i] as number) - rho * dot(change, 0, q, 0, size), step)
  })
  return q
}
