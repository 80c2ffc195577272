// Convolutions as matrix products without the matrix: a tile of 4 pixels by 8 channels stays in registers while every tap and channel
// in is added to it, in an order that does not depend on how many threads share the work. NHWC, float32.

import { activated, loadLanes, storeLanes } from './activation'
import { madd } from './madd'

/** Pixels and channels out of a tile. */
const PIXELS = 4
const CHANNELS = 8

/**
 * Lays w [taps, channels in, channels out] out as the tiles read it: [channels out / 8, taps, channels in, 8], zeros beyond the last.
 * @param order the tap of w, kH · kW of them, at each position
 * @param transposed whether w is [taps, channels out, channels in] instead
 */
export function packFilter(w: usize, order: usize, packed: usize, taps: i32, inC: i32, outC: i32, transposed: i32): void {
  const inStep = transposed ? 1 : outC
  const outStep = transposed ? inC : 1
  let to = packed
  for (let n = 0; n < outC; n += CHANNELS) {
    for (let tap = 0; tap < taps; tap++) {
      const from = w + ((<usize>(load<i32>(order + (tap << 2)) * inC * outC)) << 2)
      for (let c = 0; c < inC; c++) {
        for (let k = 0; k < CHANNELS; k++) {
          const channel = n + k
          store<f32>(to, channel < outC ? load<f32>(from + ((<usize>(c * inStep + channel * outStep)) << 2)) : 0)
          to += 4
        }
      }
    }
  }
}

/**
 * y[pixel, n] = activation(bias[n] + Σ over taps t and channels c of x[row · stride + dh(t), column · stride + dw(t), c] · w[t, c, n])
 * for the pixels from … to of [batch, outH, outW]. y is a part of a larger grid, where a row or column is at row · spread + shift.
 * @param taps pairs dh, dw; @param zeros inC zeros, read for pixels outside the image; @param bias 0 for none
 * @param tables of addresses: for each thread one for each tap and pixel of a tile
 */
export function convolve(
  x: usize,
  packed: usize,
  bias: usize,
  y: usize,
  taps: usize,
  tapCount: i32,
  inH: i32,
  inW: i32,
  inC: i32,
  outH: i32,
  outW: i32,
  outC: i32,
  stride: i32,
  gridH: i32,
  gridW: i32,
  spread: i32,
  shiftH: i32,
  shiftW: i32,
  activation: i32,
  leak: f32,
  zeros: usize,
  tables: usize,
  from: i32,
  to: i32,
  thread: i32,
): void {
  const table = tables + ((<usize>(thread * tapCount * PIXELS)) << 2)
  const perImage = outH * outW
  for (let first = from; first < to; first += PIXELS) {
    const count = min(PIXELS, to - first)
    let y0: usize = 0
    let y1: usize = 0
    let y2: usize = 0
    let y3: usize = 0
    for (let i = 0; i < PIXELS; i++) {
      const pixel = first + min(i, count - 1)
      const image = pixel / perImage
      const row = (pixel % perImage) / outW
      const column = pixel % outW
      const place = y + ((<usize>(((image * gridH + row * spread + shiftH) * gridW + column * spread + shiftW) * outC)) << 2)
      if (i === 0) y0 = place
      else if (i === 1) y1 = place
      else if (i === 2) y2 = place
      else y3 = place
      for (let tap = 0; tap < tapCount; tap++) {
        const h = row * stride + load<i32>(taps + (tap << 3))
        const w = column * stride + load<i32>(taps + (tap << 3), 4)
        const inside = h >= 0 && h < inH && w >= 0 && w < inW
        const source = inside ? x + ((<usize>(((image * inH + h) * inW + w) * inC)) << 2) : zeros
        store<usize>(table + ((<usize>(tap * PIXELS + i)) << 2), source)
      }
    }
    let b = packed
    for (let n = 0; n < outC; n += CHANNELS) {
      let s00 = f32x4.splat(0)
      let s01 = s00
      let s10 = s00
      let s11 = s00
      let s20 = s00
      let s21 = s00
      let s30 = s00
      let s31 = s00
      for (let tap = 0; tap < tapCount; tap++) {
        const sources = table + ((<usize>(tap * PIXELS)) << 2)
        let x0 = load<usize>(sources)
        let x1 = load<usize>(sources, 4)
        let x2 = load<usize>(sources, 8)
        let x3 = load<usize>(sources, 12)
        for (let c = 0; c < inC; c++) {
          const b0 = v128.load(b)
          const b1 = v128.load(b, 16)
          let a = v128.load32_splat(x0)
          s00 = madd(a, b0, s00)
          s01 = madd(a, b1, s01)
          a = v128.load32_splat(x1)
          s10 = madd(a, b0, s10)
          s11 = madd(a, b1, s11)
          a = v128.load32_splat(x2)
          s20 = madd(a, b0, s20)
          s21 = madd(a, b1, s21)
          a = v128.load32_splat(x3)
          s30 = madd(a, b0, s30)
          s31 = madd(a, b1, s31)
          b += 32
          x0 += 4
          x1 += 4
          x2 += 4
          x3 += 4
        }
      }
      const wide = outC - n
      const at = (<usize>n) << 2
      writeTile(y0 + at, s00, s01, bias, at, wide, activation, leak)
      if (count > 1) writeTile(y1 + at, s10, s11, bias, at, wide, activation, leak)
      if (count > 2) writeTile(y2 + at, s20, s21, bias, at, wide, activation, leak)
      if (count > 3) writeTile(y3 + at, s30, s31, bias, at, wide, activation, leak)
    }
  }
}

/** One pixel of a tile: `wide` channels of it, at most 8. */
function writeTile(y: usize, sum0: v128, sum1: v128, bias: usize, at: usize, wide: i32, activation: i32, leak: f32): void {
  storeLanes(y, activated(bias ? f32x4.add(sum0, v128.load(bias + at)) : sum0, activation, leak), wide)
  if (wide > 4) storeLanes(y + 16, activated(bias ? f32x4.add(sum1, v128.load(bias + at, 16)) : sum1, activation, leak), wide - 4)
}

/** Bytes of both images that a tile of the gradient goes through before the next tile does: what the second-level cache holds. */
const CHUNK_BYTES = 131_072

/**
 * dw[tap, c, n] = Σ over pixels of x[pixel at the tap, c] · dy[pixel, n], for the units from … to, where a unit is a tap and four
 * channels in: [kH · kW, ⌈inC / 4⌉]. dw holds zeros before.
 */
export function filterGradient(
  x: usize,
  dy: usize,
  dw: usize,
  batch: i32,
  inH: i32,
  inW: i32,
  inC: i32,
  outH: i32,
  outW: i32,
  outC: i32,
  kernelW: i32,
  stride: i32,
  padTop: i32,
  padLeft: i32,
  from: i32,
  to: i32,
): void {
  const blocks = (inC + 3) >> 2
  const lines = batch * outH
  const lineBytes = outW * (outC + inC * stride * stride) * 4
  const chunk = max(1, CHUNK_BYTES / lineBytes)
  const xStep = (<usize>(stride * inC)) << 2
  const dyStep = (<usize>outC) << 2
  for (let start = 0; start < lines; start += chunk) {
    const end = min(lines, start + chunk)
    for (let unit = from; unit < to; unit++) {
      const tap = unit / blocks
      const c = (unit % blocks) << 2
      const dh = tap / kernelW - padTop
      const dw0 = (tap % kernelW) - padLeft
      // columns whose pixel in x is inside: 0 <= column · stride + dw0 < inW
      const left = dw0 < 0 ? (-dw0 + stride - 1) / stride : 0
      const right = inW > dw0 ? min(outW, (inW - 1 - dw0) / stride + 1) : 0
      const deep = inC - c
      for (let n = 0; n < outC; n += CHANNELS) {
        const wide = outC - n
        const place = dw + ((<usize>((tap * inC + c) * outC + n)) << 2)
        let s00 = loadLanes(place, wide)
        let s10 = deep > 1 ? loadLanes(place + dyStep, wide) : s00
        let s20 = deep > 2 ? loadLanes(place + 2 * dyStep, wide) : s00
        let s30 = deep > 3 ? loadLanes(place + 3 * dyStep, wide) : s00
        let s01 = s00
        let s11 = s00
        let s21 = s00
        let s31 = s00
        if (wide > 4) {
          s01 = loadLanes(place + 16, wide - 4)
          if (deep > 1) s11 = loadLanes(place + dyStep + 16, wide - 4)
          if (deep > 2) s21 = loadLanes(place + 2 * dyStep + 16, wide - 4)
          if (deep > 3) s31 = loadLanes(place + 3 * dyStep + 16, wide - 4)
        }
        for (let line = start; line < end; line++) {
          const h = (line % outH) * stride + dh
          if (h < 0 || h >= inH) continue
          const image = line / outH
          let xp = x + ((<usize>(((image * inH + h) * inW + left * stride + dw0) * inC + c)) << 2)
          let dp = dy + ((<usize>((line * outW + left) * outC + n)) << 2)
          if (wide > 4) {
            for (let column = left; column < right; column++) {
              const b0 = v128.load(dp)
              const b1 = v128.load(dp, 16)
              let a = v128.load32_splat(xp)
              s00 = madd(a, b0, s00)
              s01 = madd(a, b1, s01)
              a = v128.load32_splat(xp, 4)
              s10 = madd(a, b0, s10)
              s11 = madd(a, b1, s11)
              a = v128.load32_splat(xp, 8)
              s20 = madd(a, b0, s20)
              s21 = madd(a, b1, s21)
              a = v128.load32_splat(xp, 12)
              s30 = madd(a, b0, s30)
              s31 = madd(a, b1, s31)
              xp += xStep
              dp += dyStep
            }
          } else {
            for (let column = left; column < right; column++) {
              const b0 = v128.load(dp)
              s00 = madd(v128.load32_splat(xp), b0, s00)
              s10 = madd(v128.load32_splat(xp, 4), b0, s10)
              s20 = madd(v128.load32_splat(xp, 8), b0, s20)
              s30 = madd(v128.load32_splat(xp, 12), b0, s30)
              xp += xStep
              dp += dyStep
            }
          }
        }
        storeLanes(place, s00, wide)
        if (deep > 1) storeLanes(place + dyStep, s10, wide)
        if (deep > 2) storeLanes(place + 2 * dyStep, s20, wide)
        if (deep > 3) storeLanes(place + 3 * dyStep, s30, wide)
        if (wide > 4) {
          storeLanes(place + 16, s01, wide - 4)
          if (deep > 1) storeLanes(place + dyStep + 16, s11, wide - 4)
          if (deep > 2) storeLanes(place + 2 * dyStep + 16, s21, wide - 4)
          if (deep > 3) storeLanes(place + 3 * dyStep + 16, s31, wide - 4)
        }
      }
    }
  }
}
