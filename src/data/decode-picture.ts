// One picture, from its file to upright pixels in sRGB: what decoders do unlike each other is taken out of the file before they see it, and
// done here, so that the page and the command line see the same pixels.
import { isDeepPng } from './formats/png.ts'
import { decodeDeepPng } from './formats/png-deep.ts'
import type { Decode, DecodedFormat, DecodedImage } from './image.ts'
import { plainFile } from './inspect.ts'
import { placed, turned } from './orient.ts'

/** With alpha from the greys of another picture of the same size; both have 8 bits, as AVIF has from any decoder here. */
function withAlpha(image: DecodedImage, alpha: DecodedImage, premultiplied: boolean): DecodedImage {
  const { pixels } = image
  if (alpha.pixels.length !== pixels.length) throw new Error('the alpha has another size')
  for (let at = 0; at < pixels.length; at += 4) {
    const opaque = alpha.pixels[at] as number
    pixels[at + 3] = opaque
    if (!premultiplied || opaque === 0) continue
    for (let i = at; i < at + 3; i++) pixels[i] = Math.min(255, Math.round(((pixels[i] as number) * 255) / opaque))
  }
  return image
}

export async function decodePicture(file: Uint8Array, format: DecodedFormat, decode: Decode): Promise<DecodedImage> {
  const { bytes, alpha, placement, orientation } = plainFile(file, format)
  let image = (format === 'png' && isDeepPng(bytes) ? decodeDeepPng(bytes) : null) ?? (await decode(bytes, format))
  if (alpha) image = withAlpha(image, await decode(alpha.bytes, format), alpha.premultiplied)
  if (placement) image = placed(image, placement)
  return turned(image, orientation)
}
