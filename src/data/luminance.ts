// How bright a pixel looks, 0 to 255: what edges, bars and detail are looked for in.

const RED = 0.299 // ITU-R BT.601
const GREEN = 0.587
const BLUE = 0.114

export function luminanceOf(red: number, green: number, blue: number): number {
  return RED * red + GREEN * green + BLUE * blue
}

/** The luminance of image i of a set, [size · size]; `target` spares making it anew. */
export function luminanceOfImage(images: Uint8Array, i: number, target: Float32Array, channels: 1 | 3): Float32Array {
  const first = i * target.length * channels
  if (channels === 1) {
    target.set(images.subarray(first, first + target.length))
    return target
  }
  for (let pixel = 0, at = first; pixel < target.length; pixel++, at += 3) {
    target[pixel] = RED * (images[at] as number) + GREEN * (images[at + 1] as number) + BLUE * (images[at + 2] as number)
  }
  return target
}
