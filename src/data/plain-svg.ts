// What an SVG goes through before it is drawn: its text is read in its own encoding, and its styles are worked out. The part that knows
// styles is loaded when the first drawing comes, like the library that draws.
import { textOfSvg } from './formats/svg-text.ts'
import { partAbsent, tooManyParts } from './svg-drawing.ts'

// What is needed of the platform and that the language itself does not have.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

async function loadStyles() {
  try {
    return await import('./svg-styles/resolve.ts')
  } catch {
    throw partAbsent()
  }
}

/** The same drawing in UTF-8 and without style sheets. Throws a Refusal where that cannot be had. */
export async function plainSvg(svg: Uint8Array): Promise<Uint8Array> {
  const text = textOfSvg(svg)
  const { resolveStyles } = await loadStyles()
  try {
    return new TextEncoder().encode(resolveStyles(text))
  } catch (error) {
    throw error instanceof RangeError ? tooManyParts() : error // what engines say where functions go too deep
  }
}
