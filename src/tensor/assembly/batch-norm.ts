// Batch normalisation [Ioffe and Szegedy 2015, alg. 1]: the parts of it that pass over all pixels. Four channels at a time.
import { activated, gradientBefore, storeLanes } from './activation'

/** Pixels that are summed up before their sum joins the others: long sums of float32 lose digits. */
const RUN = 256

/** Mean and variance of each channel of x [pixels, channels], for the groups of four channels from … to. */
export function batchStatistics(x: usize, mean: usize, variance: usize, pixels: i32, channels: i32, from: i32, to: i32): void {
  const step = (<usize>channels) << 2
  const share = f32x4.splat(<f32>(1.0 / <f64>pixels))
  for (let group = from; group < to; group++) {
    const c = group << 2
    const wide = channels - c
    const start = x + ((<usize>c) << 2)
    let all = f32x4.splat(0)
    let at = start
    for (let first = 0; first < pixels; first += RUN) {
      const end = min(pixels, first + RUN)
      let sum = f32x4.splat(0)
      for (let pixel = first; pixel < end; pixel++) {
        sum = f32x4.add(sum, v128.load(at))
        at += step
      }
      all = f32x4.add(all, sum)
    }
    const middle = f32x4.mul(all, share)
    let squares = f32x4.splat(0)
    at = start
    for (let first = 0; first < pixels; first += RUN) {
      const end = min(pixels, first + RUN)
      let sum = f32x4.splat(0)
      for (let pixel = first; pixel < end; pixel++) {
        const gap = f32x4.sub(v128.load(at), middle)
        sum = f32x4.add(sum, f32x4.mul(gap, gap))
        at += step
      }
      squares = f32x4.add(squares, sum)
    }
    storeLanes(mean + ((<usize>c) << 2), middle, wide)
    storeLanes(variance + ((<usize>c) << 2), f32x4.mul(squares, share), wide)
  }
}

/**
 * y = activation((x - mean) · factor + offset) for the pixels from … to.
 * @param perPicture pixels after which factor and offset go on to the next row of [pictures, channels]; 0 where they are [channels]
 */
export function normalise(
  x: usize,
  mean: usize,
  factor: usize,
  offset: usize,
  y: usize,
  channels: i32,
  perPicture: i32,
  kind: i32,
  leak: f32,
  from: i32,
  to: i32,
): void {
  let at = (<usize>(from * channels)) << 2
  for (let pixel = from; pixel < to; pixel++) {
    const own = perPicture > 0 ? (<usize>((pixel / perPicture) * channels)) << 2 : 0
    for (let c = 0; c < channels; c += 4) {
      const place = (<usize>c) << 2
      const gap = f32x4.sub(v128.load(x + at), v128.load(mean + place))
      const value = f32x4.add(f32x4.mul(gap, v128.load(factor + own + place)), v128.load(offset + own + place))
      storeLanes(y + at, activated(value, kind, leak), channels - c)
      at += min(4, channels - c) << 2
    }
  }
}

/**
 * Sums of g = dy · f' and of g · (x - mean) over the pixels of each part, [parts, 2, channels], for the units from … to, where a unit is a
 * part and a group of four channels.
 */
export function normGradientSums(
  dy: usize,
  y: usize,
  x: usize,
  mean: usize,
  sums: usize,
  parts: i32,
  pixels: i32,
  channels: i32,
  kind: i32,
  leak: f32,
  from: i32,
  to: i32,
): void {
  const groups = (channels + 3) >> 2
  const step = (<usize>channels) << 2
  const length = pixels / parts
  for (let unit = from; unit < to; unit++) {
    const part = unit / groups
    const c = (unit % groups) << 2
    const middle = v128.load(mean + ((<usize>c) << 2))
    let all = f32x4.splat(0)
    let allProducts = f32x4.splat(0)
    let at = (<usize>(part * length * channels + c)) << 2
    for (let first = 0; first < length; first += RUN) {
      const end = min(length, first + RUN)
      let sum = f32x4.splat(0)
      let products = f32x4.splat(0)
      for (let pixel = first; pixel < end; pixel++) {
        const gradient = gradientBefore(v128.load(dy + at), v128.load(y + at), kind, leak)
        sum = f32x4.add(sum, gradient)
        products = f32x4.add(products, f32x4.mul(gradient, f32x4.sub(v128.load(x + at), middle)))
        at += step
      }
      all = f32x4.add(all, sum)
      allProducts = f32x4.add(allProducts, products)
    }
    const place = sums + ((<usize>(2 * part * channels + c)) << 2)
    storeLanes(place, all, channels - c)
    storeLanes(place + step, allProducts, channels - c)
  }
}

/**
 * dx = g · factor - shift - (x - mean) · slope for the pixels from … to; factor is [channels] or one row a picture, the others are [channels].
 * @param perPicture as in normalise
 */
export function normGradient(
  dy: usize,
  y: usize,
  x: usize,
  mean: usize,
  factor: usize,
  shift: usize,
  slope: usize,
  dx: usize,
  channels: i32,
  perPicture: i32,
  kind: i32,
  leak: f32,
  from: i32,
  to: i32,
): void {
  let at = (<usize>(from * channels)) << 2
  for (let pixel = from; pixel < to; pixel++) {
    const own = perPicture > 0 ? (<usize>((pixel / perPicture) * channels)) << 2 : 0
    for (let c = 0; c < channels; c += 4) {
      const place = (<usize>c) << 2
      const gradient = gradientBefore(v128.load(dy + at), v128.load(y + at), kind, leak)
      const gap = f32x4.sub(v128.load(x + at), v128.load(mean + place))
      const value = f32x4.sub(
        f32x4.sub(f32x4.mul(gradient, v128.load(factor + own + place)), v128.load(shift + place)),
        f32x4.mul(gap, v128.load(slope + place)),
      )
      storeLanes(dx + at, value, channels - c)
      at += min(4, channels - c) << 2
    }
  }
}
