// The sums of all pixels of each channel, slice by slice, four channels at a time.
import { loadLanes, storeLanes } from './activation'

/** partial[slice, c] = the sum of x[pixel, c] over the pixels of the slice, for the slices from … to. */
export function channelSums(x: usize, partial: usize, pixels: i32, channels: i32, slices: i32, from: i32, to: i32): void {
  const step = (<usize>channels) << 2
  for (let slice = from; slice < to; slice++) {
    const first = <i32>((<i64>pixels * slice) / slices)
    const last = <i32>((<i64>pixels * (slice + 1)) / slices)
    for (let c = 0; c < channels; c += 4) {
      let at = x + ((<usize>(first * channels + c)) << 2)
      let sum = f32x4.splat(0)
      for (let pixel = first; pixel < last; pixel++) {
        sum = f32x4.add(sum, loadLanes(at, channels - c))
        at += step
      }
      storeLanes(partial + ((<usize>(slice * channels + c)) << 2), sum, channels - c)
    }
  }
}
