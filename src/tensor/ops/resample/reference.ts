// Adding up blocks of pixels and repeating pixels over blocks, one number at a time.

/** Height and width of the smaller picture, and how many pixels of the larger one are a side of one of its own. */
export interface Blocks {
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly factor: number
}

/** The mean of each block of the larger picture. */
export function averagePoolReference(blocks: Blocks, large: Float64Array): Float64Array {
  const small = new Float64Array(large.length / blocks.factor ** 2)
  forEachPixel(blocks, (inLarge, inSmall) => {
    small[inSmall] = (small[inSmall] as number) + (large[inLarge] as number) / blocks.factor ** 2
  })
  return small
}

/** Each pixel of the smaller picture over a block. */
export function upsampleReference(blocks: Blocks, small: Float64Array): Float64Array {
  const large = new Float64Array(small.length * blocks.factor ** 2)
  forEachPixel(blocks, (inLarge, inSmall) => {
    large[inLarge] = small[inSmall] as number
  })
  return large
}

/** Calls with the place of every number of the larger picture, and of the one that it belongs to in the smaller. */
function forEachPixel({ batch, height, width, channels, factor }: Blocks, visit: (inLarge: number, inSmall: number) => void): void {
  const [rows, columns] = [height * factor, width * factor]
  for (let i = 0; i < batch * rows * columns * channels; i++) {
    const [channel, pixel] = [i % channels, Math.floor(i / channels)]
    const [column, row, image] = [pixel % columns, Math.floor(pixel / columns) % rows, Math.floor(pixel / (columns * rows))]
    visit(i, ((image * height + Math.floor(row / factor)) * width + Math.floor(column / factor)) * channels + channel)
  }
}
