// Spectral normalisation of one weight matrix W [rows, columns] with its step of power iteration [Miyato et al. 2018, alg. 1].
import { loadLanes, storeLanes } from './activation'
import { madd } from './madd'

const EPSILON: f32 = 1e-12

/**
 * v = uW / |uW|, next u = vWᵀ / |vWᵀ|, σ = u W vᵀ with it, and W / σ.
 * @param u [rows], read; @param nextU [rows], @param v [columns], @param sigma [1], @param normalised [rows, columns], written
 */
export function spectralNormalise(
  w: usize,
  u: usize,
  nextU: usize,
  v: usize,
  sigma: usize,
  normalised: usize,
  rows: i32,
  columns: i32,
): void {
  const step = (<usize>columns) << 2
  for (let c = 0; c < columns; c += 4) {
    let sum = f32x4.splat(0)
    let at = w + ((<usize>c) << 2)
    for (let row = 0; row < rows; row++) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(u + ((<usize>row) << 2)), v128.load(at)))
      at += step
    }
    storeLanes(v + ((<usize>c) << 2), sum, columns - c)
  }
  toUnitLength(v, columns)
  for (let row = 0; row < rows; row++) store<f32>(nextU + ((<usize>row) << 2), dot(w + <usize>row * step, v, columns))
  const largest = toUnitLength(nextU, rows) // |vWᵀ| = u W vᵀ, where u is vWᵀ of length 1
  store<f32>(sigma, largest)
  const factor = f32x4.splat(1 / largest)
  const count = rows * columns
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2
    storeLanes(normalised + at, f32x4.mul(v128.load(w + at), factor), count - i)
  }
}

/** dW = (G - (Σ G · W/σ) uᵀv) / σ, where G is the gradient of W / σ; u and v are constants. */
export function spectralGradient(
  normalised: usize,
  gradient: usize,
  u: usize,
  v: usize,
  sigma: usize,
  dw: usize,
  rows: i32,
  columns: i32,
): void {
  const step = (<usize>columns) << 2
  const along = dot(gradient, normalised, rows * columns)
  const factor = f32x4.splat(1 / load<f32>(sigma))
  let at: usize = 0
  for (let row = 0; row < rows; row++) {
    const weight = f32x4.splat(along * load<f32>(u + ((<usize>row) << 2)))
    for (let c = 0; c < columns; c += 4) {
      const place = at + ((<usize>c) << 2)
      const value = f32x4.sub(v128.load(gradient + place), f32x4.mul(weight, v128.load(v + ((<usize>c) << 2))))
      storeLanes(dw + place, f32x4.mul(value, factor), columns - c)
    }
    at += step
  }
}

function dot(a: usize, b: usize, count: i32): f32 {
  let sum = f32x4.splat(0)
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2
    sum = madd(loadLanes(a + at, count - i), loadLanes(b + at, count - i), sum)
  }
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
}

/** Divides a vector by its length, which is returned. */
function toUnitLength(x: usize, count: i32): f32 {
  const length = sqrt<f32>(dot(x, x, count))
  const factor: f32 = 1 / max<f32>(length, EPSILON)
  for (let i = 0; i < count; i++) {
    const at = x + ((<usize>i) << 2)
    store<f32>(at, load<f32>(at) * factor)
  }
  return length
}
