// Base64, in pieces, so that a large model is not in memory once more as a text of its bytes.
import { ascii } from '../../data/bytes.ts'

/** The language's library does not name it; browsers, Workers and Node all have it. */
declare function btoa(text: string): string

/** A multiple of 3, so that pieces can be joined. */
const PIECE = 3 * 4096

export function inBase64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += PIECE) text += btoa(ascii(bytes, from, Math.min(PIECE, bytes.length - from)))
  return text
}
