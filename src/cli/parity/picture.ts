// The picture of the parity table: four coloured quarters with slopes in them, and a band of greys, 64 pixels wide, so that a set of 64
// pixels holds every pixel of it as it was decoded. No two turns or mirror images of it look alike.

export const SIDE = 64

/** Red, green, blue and yellow quarters, from the top left, row by row: red, green, blue of each. */
const QUARTERS = [
  [220, 40, 30],
  [30, 190, 60],
  [40, 60, 210],
  [230, 210, 40],
] as const

const GREYS = { from: 28, to: 36 }

/** Red, green, blue and alpha of the pixel, 0 to 255 and not whole numbers, so that 16 bits hold more than 8. */
export function pixelAt(x: number, y: number): readonly [number, number, number, number] {
  const alpha = Math.min(255, 4.05 * y)
  if (y >= GREYS.from && y < GREYS.to) {
    const grey = Math.min(255, x * 4.05)
    return [grey, grey, grey, alpha]
  }
  const quarter = QUARTERS[(x < SIDE / 2 ? 0 : 1) + (y < SIDE / 2 ? 0 : 2)] as (typeof QUARTERS)[number]
  const slope = ((x % 32) - 16) * 0.9 + ((y % 32) - 16) * 0.45
  const [red, green, blue] = quarter.map((value) => Math.min(255, Math.max(0, value + slope))) as [number, number, number]
  return [red, green, blue, alpha]
}

export function greyAt(x: number, y: number): number {
  const [red, green, blue] = pixelAt(x, y)
  return 0.3 * red + 0.59 * green + 0.11 * blue
}

/** 8 bits a channel, `channels` of red, green, blue and alpha. */
export function rawPicture(channels: 3 | 4): Uint8Array {
  const pixels = new Uint8Array(SIDE * SIDE * channels)
  for (let i = 0; i < SIDE * SIDE; i++)
    pixels.set(
      pixelAt(i % SIDE, Math.floor(i / SIDE))
        .slice(0, channels)
        .map(Math.round),
      i * channels,
    )
  return pixels
}
