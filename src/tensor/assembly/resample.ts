// Adding up blocks of pixels and repeating pixels over blocks, four channels at a time. Rows of all images lie one below the other, and
// from … to are rows of the result.
import { loadLanes, storeLanes } from './activation'

/** y = scale · the sum of each block of factor x factor pixels of x. @param width of y */
export function blockSum(x: usize, y: usize, width: i32, channels: i32, factor: i32, scale: f32, from: i32, to: i32): void {
  const pixelBytes = (<usize>channels) << 2
  const rowBytes = <usize>(width * factor) * pixelBytes // of x
  for (let row = from; row < to; row++) {
    for (let column = 0; column < width; column++) {
      const block = x + <usize>(row * factor) * rowBytes + <usize>(column * factor) * pixelBytes
      const place = y + <usize>(row * width + column) * pixelBytes
      for (let c = 0; c < channels; c += 4) {
        const at = (<usize>c) << 2
        let sum = f32x4.splat(0)
        for (let i = 0; i < factor; i++) {
          for (let j = 0; j < factor; j++) {
            sum = f32x4.add(sum, loadLanes(block + <usize>i * rowBytes + <usize>j * pixelBytes + at, channels - c))
          }
        }
        storeLanes(place + at, f32x4.mul(f32x4.splat(scale), sum), channels - c)
      }
    }
  }
}

/** y = scale · each pixel of x, over a block of factor x factor. @param width of y */
export function blockRepeat(x: usize, y: usize, width: i32, channels: i32, factor: i32, scale: f32, from: i32, to: i32): void {
  const pixelBytes = (<usize>channels) << 2
  const rowBytes = <usize>(width / factor) * pixelBytes // of x
  for (let row = from; row < to; row++) {
    for (let column = 0; column < width; column++) {
      const pixel = x + <usize>(row / factor) * rowBytes + <usize>(column / factor) * pixelBytes
      const place = y + <usize>(row * width + column) * pixelBytes
      for (let c = 0; c < channels; c += 4) {
        const at = (<usize>c) << 2
        storeLanes(place + at, f32x4.mul(f32x4.splat(scale), loadLanes(pixel + at, channels - c)), channels - c)
      }
    }
  }
}
