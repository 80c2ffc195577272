// The views of a batch in plain numbers: what the operation is held to.
import { BRIGHTNESS, CONTRAST, CUT_X, CUT_Y, DRAWS_PER_IMAGE, SATURATION, SHIFT_X, SHIFT_Y, type ViewShape } from './programs.ts'

type Strengths = readonly [color: number, shift: number, hole: number]

export function viewsReference(images: Float64Array, draws: Float64Array, strengths: Strengths, shape: ViewShape): Float64Array {
  const { groups, batch, n, size, channels } = shape
  const length = size * size * channels
  const views = Array.from({ length: groups }, (_, group) => {
    const own = Array.from({ length: batch }, (_, i) => images.subarray((group * batch + i) * length, (group * batch + i + 1) * length))
    const rotated = [own.slice(batch - n)]
    for (let times = 1; times < 4; times++) rotated.push((rotated[times - 1] as Float64Array[]).map((image) => rotate90(image, shape)))
    return [...own, ...rotated.slice(1).flat()]
  }).flat()
  const varied = views.map((view, i) => vary(view, draws.subarray(i * DRAWS_PER_IMAGE, (i + 1) * DRAWS_PER_IMAGE), strengths, shape))
  return Float64Array.from(varied.flatMap((view) => [...view]))
}

/** As numpy.rot90: row r of the result is a column, read from the right. */
function rotate90(image: Float64Array, { size, channels }: ViewShape): Float64Array {
  return image.map((_, at) => {
    const [row, column, c] = [Math.floor(at / (size * channels)), Math.floor(at / channels) % size, at % channels]
    return image[(column * size + (size - 1 - row)) * channels + c] as number
  })
}

/** DiffAugment's colour, translation and cutout [Zhao et al. 2020, appendix]. */
function vary(image: Float64Array, draws: Float64Array, [color, longest, side]: Strengths, shape: ViewShape): Float64Array {
  const { size, channels } = shape
  const draw = (which: number) => draws[which] as number
  const shift = (which: number) => Math.min(Math.floor(draw(which) * (2 * longest + 1)), 2 * longest) - longest
  const places = size + 1 - (side % 2)
  const hole = (which: number) => Math.min(Math.floor(draw(which) * places), places - 1) - Math.floor(side / 2)
  const colored = shape.color ? varyColor(image, draws, color, channels) : image
  return image.map((_, at) => {
    const [y, x, c] = [Math.floor(at / (size * channels)), Math.floor(at / channels) % size, at % channels]
    const [fromY, fromX] = [y - shift(SHIFT_Y), x - shift(SHIFT_X)]
    const inImage = fromY >= 0 && fromY < size && fromX >= 0 && fromX < size
    const [inHoleY, inHoleX] = [y - hole(CUT_Y), x - hole(CUT_X)]
    const inHole = inHoleY >= 0 && inHoleY < side && inHoleX >= 0 && inHoleX < side
    return inImage && !inHole ? (colored[(fromY * size + fromX) * channels + c] as number) : 0
  })
}

function varyColor(image: Float64Array, draws: Float64Array, strength: number, channels: number): Float64Array {
  const draw = (which: number) => draws[which] as number
  const mean = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / values.length
  const bright = image.map((x) => x + (draw(BRIGHTNESS) - 0.5) * strength)
  const saturation = 1 + (2 * draw(SATURATION) - 1) * strength
  const saturated = bright.map((x, at) => {
    const pixel = at - (at % channels)
    const pixelMean = mean(bright.subarray(pixel, pixel + channels))
    return (x - pixelMean) * saturation + pixelMean
  })
  const imageMean = mean(saturated)
  const contrast = 1 + (draw(CONTRAST) - 0.5) * strength
  return saturated.map((x) => (x - imageMean) * contrast + imageMean)
}
