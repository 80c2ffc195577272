// The text of an SVG in whatever encoding it says it is.
import { ascii } from '../bytes.ts'
import { Refusal } from '../image.ts'

// What is needed of the platform and that the language itself does not have.
declare const TextDecoder: new (label: string, options: { readonly fatal: boolean }) => { decode(bytes: Uint8Array): string }

/** Two bytes a letter: told by the mark that such files begin with, or by a `<` of two bytes. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const start = ascii(bytes, 0, 2)
  if (start === '\xff\xfe' || start === '<\0') return 'utf-16le'
  return start === '\xfe\xff' || start === '\0<' ? 'utf-16be' : null
}

export const isUtf16 = (bytes: Uint8Array) => utf16Of(bytes) !== null

/** The first so many bytes as letters: enough to see what elements there are, whatever the encoding. */
export function startOfText(bytes: Uint8Array, length: number): string {
  const start = ascii(bytes, 0, Math.min(length, bytes.length))
  return utf16Of(bytes)
    ? start.slice(start[0] === '<' || start[0] === '\0' ? 0 : 2).replaceAll('\0', '')
    : start.replace(/^\xef\xbb\xbf/, '')
}

/** As its declaration says; one that speaks of UTF-16 in letters of one byte is wrong. */
function encodingOf(bytes: Uint8Array): string {
  const [, named = 'utf-8'] =
    /^(?:\xef\xbb\xbf)?\s{0,99}<\?xml[^>]{1,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/.exec(ascii(bytes, 0, 256)) ?? []
  return utf16Of(bytes) ?? (/^utf-?(?:16|32)/i.test(named) ? 'utf-8' : named)
}

/** Throws a Refusal where it is not what it says it is. */
export function textOfSvg(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const name = /^utf-?8$/i.test(encoding) ? 'UTF-8' : `${encoding}, as it says`
    throw new Refusal('damaged', `The SVG is not in ${name}: save it again, as UTF-8 or as PNG.`)
  }
}
