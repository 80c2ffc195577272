// Rotation and augmentation, and their gradient: ../augment says what is computed. Views of a group are its images, then its last n
// rotated by 90, by 180 and by 270 degrees. `strengths` are colour, longest shift and side of the hole; each view has seven draws.

const DRAWS = 7
const BRIGHTNESS = 0
const SATURATION = 1
const CONTRAST = 2
const SHIFT_Y = 3
const SHIFT_X = 4
const CUT_Y = 5
const CUT_X = 6

function draw(draws: usize, view: i32, which: i32): f32 {
  return load<f32>(draws + ((<usize>(view * DRAWS + which)) << 2))
}

/** How far a view moved. */
function shiftOf(drawn: f32, longest: f32): i32 {
  const all: f32 = 2 * longest
  return <i32>(min(floor(drawn * (all + 1)), all) - longest)
}

/** The first row or column of the hole of a view. */
function holeAt(drawn: f32, side: i32, size: i32): i32 {
  const places = <f32>(size + 1 - (side % 2))
  return <i32>min(floor(drawn * places), places - 1) - side / 2
}

/** Means of `count` images of `length` numbers each. */
function imageMean(images: usize, image: i32, length: i32): f32 {
  const from = images + ((<usize>(image * length)) << 2)
  let sum = f32x4.splat(0)
  let i = 0
  for (; i + 4 <= length; i += 4) sum = f32x4.add(sum, v128.load(from + ((<usize>i) << 2)))
  let all = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  for (; i < length; i++) all += load<f32>(from + ((<usize>i) << 2))
  return all / <f32>length
}

/** The views from … to of images [groups · batch, size, size, channels]. */
export function augmentedViews(
  images: usize,
  draws: usize,
  strengths: usize,
  views: usize,
  batch: i32,
  n: i32,
  size: i32,
  channels: i32,
  color: i32,
  from: i32,
  to: i32,
): void {
  const groupViews = batch + 3 * n
  const length = size * size * channels
  const strength = load<f32>(strengths)
  const longest = load<f32>(strengths, 4)
  const side = <i32>load<f32>(strengths, 8)
  for (let view = from; view < to; view++) {
    const row = view % groupViews
    const copy = row - batch
    const turns = copy < 0 ? 0 : copy / n + 1
    const image = (view / groupViews) * batch + (copy < 0 ? row : batch - n + (copy % n))
    const down = shiftOf(draw(draws, view, SHIFT_Y), longest)
    const right = shiftOf(draw(draws, view, SHIFT_X), longest)
    const top = holeAt(draw(draws, view, CUT_Y), side, size)
    const left = holeAt(draw(draws, view, CUT_X), side, size)
    const brightness: f32 = (draw(draws, view, BRIGHTNESS) - 0.5) * strength
    const saturation: f32 = 1 + (2 * draw(draws, view, SATURATION) - 1) * strength
    const contrast: f32 = 1 + (draw(draws, view, CONTRAST) - 0.5) * strength
    const mean: f32 = color ? imageMean(images, image, length) + brightness : 0
    const source = images + ((<usize>(image * length)) << 2)
    let target = views + ((<usize>(view * length)) << 2)
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        let h = y - down
        let w = x - right
        const hidden = y >= top && y < top + side && x >= left && x < left + side
        if (hidden || h < 0 || h >= size || w < 0 || w >= size) {
          for (let c = 0; c < channels; c++) {
            store<f32>(target, 0)
            target += 4
          }
          continue
        }
        for (let turn = turns; turn > 0 && turn < 4; turn++) {
          const turned = size - 1 - w
          w = h
          h = turned
        }
        let at = source + ((<usize>((h * size + w) * channels)) << 2)
        if (!color) {
          for (let c = 0; c < channels; c++) {
            store<f32>(target, load<f32>(at))
            at += 4
            target += 4
          }
          continue
        }
        let sum: f32 = 0
        for (let c = 0; c < channels; c++) sum += load<f32>(at + ((<usize>c) << 2))
        const pixelMean: f32 = sum / <f32>channels + brightness
        for (let c = 0; c < channels; c++) {
          const saturated: f32 = (load<f32>(at) + brightness - pixelMean) * saturation + pixelMean
          store<f32>(target, (saturated - mean) * contrast + mean)
          at += 4
          target += 4
        }
      }
    }
  }
}

/** The gradient of the images from … to, from that of the views: each image gathers it from its views. */
export function augmentedViewsGradient(
  dViews: usize,
  draws: usize,
  strengths: usize,
  dImages: usize,
  batch: i32,
  n: i32,
  size: i32,
  channels: i32,
  color: i32,
  from: i32,
  to: i32,
): void {
  const groupViews = batch + 3 * n
  const length = size * size * channels
  const strength = load<f32>(strengths)
  const longest = load<f32>(strengths, 4)
  const side = <i32>load<f32>(strengths, 8)
  for (let image = from; image < to; image++) {
    const row = image % batch
    const target = dImages + ((<usize>(image * length)) << 2)
    memory.fill(target, 0, (<usize>length) << 2)
    const views = row >= batch - n ? 4 : 1
    for (let turns = 0; turns < views; turns++) {
      const view = (image / batch) * groupViews + (turns === 0 ? row : batch + (turns - 1) * n + row - (batch - n))
      const down = shiftOf(draw(draws, view, SHIFT_Y), longest)
      const right = shiftOf(draw(draws, view, SHIFT_X), longest)
      const top = holeAt(draw(draws, view, CUT_Y), side, size)
      const left = holeAt(draw(draws, view, CUT_X), side, size)
      const saturation: f32 = 1 + (2 * draw(draws, view, SATURATION) - 1) * strength
      const contrast: f32 = 1 + (draw(draws, view, CONTRAST) - 0.5) * strength
      const source = dViews + ((<usize>(view * length)) << 2)
      // what the image's mean passes on to every pixel
      let mean: f32 = 0
      if (color) {
        let all: f32 = 0
        for (let y = max(0, down); y < min(size, size + down); y++) {
          for (let x = max(0, right); x < min(size, size + right); x++) {
            if (y >= top && y < top + side && x >= left && x < left + side) continue
            const at = source + ((<usize>((y * size + x) * channels)) << 2)
            for (let c = 0; c < channels; c++) all += load<f32>(at + ((<usize>c) << 2))
          }
        }
        mean = ((1 - contrast) * all) / <f32>length
      }
      let to = target
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) {
          let h = y
          let w = x
          for (let turn = 0; turn < turns; turn++) {
            const turned = size - 1 - w
            w = h
            h = turned
          }
          h += down
          w += right
          const hidden = h >= top && h < top + side && w >= left && w < left + side
          const seen = !hidden && h >= 0 && h < size && w >= 0 && w < size
          const at = source + ((<usize>((h * size + w) * channels)) << 2)
          if (!color) {
            if (seen) for (let c = 0; c < channels; c++) add(to + ((<usize>c) << 2), load<f32>(at + ((<usize>c) << 2)))
          } else {
            let sum: f32 = 0
            if (seen) for (let c = 0; c < channels; c++) sum += load<f32>(at + ((<usize>c) << 2))
            const pixelMean: f32 = ((1 - saturation) * sum) / <f32>channels
            for (let c = 0; c < channels; c++) {
              const gradient: f32 = seen ? load<f32>(at + ((<usize>c) << 2)) : 0
              add(to + ((<usize>c) << 2), contrast * (saturation * gradient + pixelMean) + mean)
            }
          }
          to += (<usize>channels) << 2
        }
      }
    }
  }
}

function add(to: usize, value: f32): void {
  store<f32>(to, load<f32>(to) + value)
}
