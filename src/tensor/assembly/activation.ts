// The functions that follow a layer and their derivatives, four numbers at a time. ../ops/activation.ts has their names.

const RELU = 1
const LEAKY_RELU = 2
const TANH = 3

export function activated(x: v128, kind: i32, leak: f32): v128 {
  const zero = f32x4.splat(0)
  if (kind === RELU) return f32x4.max(x, zero)
  if (kind === LEAKY_RELU) return f32x4.add(f32x4.max(x, zero), f32x4.mul(f32x4.splat(leak), f32x4.min(x, zero)))
  if (kind === TANH) {
    let y = f32x4.splat(Mathf.tanh(f32x4.extract_lane(x, 0)))
    y = f32x4.replace_lane(y, 1, Mathf.tanh(f32x4.extract_lane(x, 1)))
    y = f32x4.replace_lane(y, 2, Mathf.tanh(f32x4.extract_lane(x, 2)))
    return f32x4.replace_lane(y, 3, Mathf.tanh(f32x4.extract_lane(x, 3)))
  }
  return x
}

/** dy · f'(x), from y = f(x). */
export function gradientBefore(dy: v128, y: v128, kind: i32, leak: f32): v128 {
  if (kind === RELU) return v128.and(dy, f32x4.gt(y, f32x4.splat(0)))
  if (kind === LEAKY_RELU) return v128.bitselect(dy, f32x4.mul(f32x4.splat(leak), dy), f32x4.gt(y, f32x4.splat(0)))
  if (kind === TANH) return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)))
  return dy
}

/**
 * before[pixel, c] = dy · f'(x), and its sums over the pixels of each slice, [slices, channels], for the slices from … to.
 */
export function activationGradient(
  dy: usize,
  y: usize,
  before: usize,
  partial: usize,
  pixels: i32,
  channels: i32,
  slices: i32,
  kind: i32,
  leak: f32,
  from: i32,
  to: i32,
): void {
  const step = (<usize>channels) << 2
  for (let slice = from; slice < to; slice++) {
    const first = <i32>((<i64>pixels * slice) / slices)
    const last = <i32>((<i64>pixels * (slice + 1)) / slices)
    for (let c = 0; c < channels; c += 4) {
      const wide = channels - c
      let at = (<usize>(first * channels + c)) << 2
      let sum = f32x4.splat(0)
      for (let pixel = first; pixel < last; pixel++) {
        const value = gradientBefore(v128.load(dy + at), v128.load(y + at), kind, leak)
        storeLanes(before + at, value, wide)
        sum = f32x4.add(sum, value)
        at += step
      }
      storeLanes(partial + ((<usize>(slice * channels + c)) << 2), sum, wide)
    }
  }
}

/** The first `count` of four numbers. */
export function storeLanes(to: usize, x: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, x)
    return
  }
  store<f32>(to, f32x4.extract_lane(x, 0))
  if (count > 1) store<f32>(to, f32x4.extract_lane(x, 1), 4)
  if (count > 2) store<f32>(to, f32x4.extract_lane(x, 2), 8)
}

/** The first `count` of four numbers; zeros for the others. */
export function loadLanes(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from)
  let x = f32x4.replace_lane(f32x4.splat(0), 0, load<f32>(from))
  if (count > 1) x = f32x4.replace_lane(x, 1, load<f32>(from, 4))
  if (count > 2) x = f32x4.replace_lane(x, 2, load<f32>(from, 8))
  return x
}
