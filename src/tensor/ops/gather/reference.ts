// What gather computes, on arrays.

/** Set in an index where the image is to be mirrored. */
export const MIRRORED = 2 ** 31

/** @param bytes of all images; @param indices one an image. Returns [B, H, W, C] in [-1, 1] */
export function gatherReference(bytes: Uint8Array, indices: Uint32Array, shape: readonly [number, number, number, number]): Float32Array {
  const [, height, width, channels] = shape
  const pixels = height * width
  return Float32Array.from({ length: indices.length * pixels * channels }, (_, at) => {
    const [index, row, column, channel] = [
      indices[Math.floor(at / (pixels * channels))] as number,
      Math.floor(at / (width * channels)) % height,
      Math.floor(at / channels) % width,
      at % channels,
    ]
    const source = index >= MIRRORED ? width - 1 - column : column
    return (bytes[((index % MIRRORED) * pixels + row * width + source) * channels + channel] as number) / 127.5 - 1
  })
}
