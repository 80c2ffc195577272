// Values of a picture as the RGBA of a canvas.

/** [S, S, C] in [-1, 1] → RGBA at `start` of the pixels; grey becomes three equal channels. */
export function writePixels(values: Float32Array, channels: number, pixels: Uint8ClampedArray, start: number): void {
  for (let from = 0, to = start; from < values.length; from += channels, to += 4) {
    for (let c = 0; c < 3; c++) pixels[to + c] = ((values[channels === 1 ? from : from + c] as number) + 1) * 127.5 // clamps and rounds
    pixels[to + 3] = 255
  }
}
