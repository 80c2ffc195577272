/** a · b + sum. Where the engine has relaxed SIMD this is one instruction with one rounding; which of the two it is, is settled when the module is compiled. */
export function madd(a: v128, b: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, sum)
  return f32x4.add(sum, f32x4.mul(a, b))
}
