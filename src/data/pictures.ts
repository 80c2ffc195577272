// From tensors in [-1, 1] to RGBA bytes and back to nothing: the last step before a page or a file shows an image.
import type { Pictures } from '../spec/report.ts'
import type { ImageBlock } from './dataset.ts'

/** values [count · size · size · channels] in [-1, 1] → RGBA; grey becomes three equal channels. */
export function toPictures(values: Float32Array, count: number, size: number, channels: number): Pictures {
  return rgba(count, size, channels, (i) => ((values[i] as number) + 1) * 127.5)
}

/** Images of a set as RGBA, as the networks see them. */
export function picturesOf({ images, size, channels }: ImageBlock, indices: readonly number[]): Pictures {
  const length = size * size * channels
  return rgba(indices.length, size, channels, (i) => images[(indices[Math.floor(i / length)] as number) * length + (i % length)] as number)
}

/** Turns one picture in place by quarter turns counter-clockwise, as `rotate90` turns a batch. */
export function turnPicture({ size, pixels }: Pictures, index: number, turns: number): void {
  const length = size * size * 4
  const picture = new Uint32Array(pixels.buffer, pixels.byteOffset + index * length, size * size)
  for (let turn = 0; turn < turns; turn++) {
    const before = picture.slice()
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) picture[row * size + column] = before[column * size + (size - 1 - row)] as number
    }
  }
}

function rgba(count: number, size: number, channels: number, byteAt: (i: number) => number): Pictures {
  const pixels = new Uint8ClampedArray(count * size * size * 4) // clamps and rounds
  for (let pixel = 0; pixel < count * size * size; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      pixels[pixel * 4 + channel] = byteAt(pixel * channels + (channels === 1 ? 0 : channel))
    }
    pixels[pixel * 4 + 3] = 255
  }
  return { count, size, pixels }
}
