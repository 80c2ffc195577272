// One step of Adam on arrays [Kingma and Ba 2015, alg. 1], with the moving average of the weights.
export interface AdamArrays {
  readonly weight: Float64Array
  readonly first: Float64Array
  readonly second: Float64Array
  readonly average: Float64Array
}

/** @param rates lr / (1 - β₁ᵏ), 1 / √(1 - β₂ᵏ), β₁, β₂ and the decay of the average */
export function adamReference(
  { weight, first, second, average }: AdamArrays,
  gradient: Float64Array,
  [length, correction, beta1, beta2, decay]: readonly [number, number, number, number, number],
): AdamArrays {
  const nextFirst = first.map((value, i) => beta1 * value + (1 - beta1) * (gradient[i] as number))
  const nextSecond = second.map((value, i) => beta2 * value + (1 - beta2) * (gradient[i] as number) ** 2)
  const nextWeight = weight.map(
    (value, i) => value - ((nextFirst[i] as number) * length) / (Math.sqrt(nextSecond[i] as number) * correction + 1e-8),
  )
  return {
    weight: nextWeight,
    first: nextFirst,
    second: nextSecond,
    average: average.map((value, i) => decay * value + (1 - decay) * (nextWeight[i] as number)),
  }
}
