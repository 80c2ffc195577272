// The text of a table in the encodings that spreadsheets write: UTF-8, UTF-16, and the Windows code page of Western Europe and America.
import { byteSize } from '../../spec/words.ts'
import { ascii } from '../bytes.ts'
import { LabelTableError } from '../errors.ts'

/** Room for ten times the images that a set is meant for, with long paths. */
export const MAX_TABLE_BYTES = 32 * 1024 * 1024

/** @throws LabelTableError before such a file is read */
export function checkTableSize(bytes: number): void {
  if (bytes <= MAX_TABLE_BYTES) return
  throw new LabelTableError(`${byteSize(bytes)}: more than the ${byteSize(MAX_TABLE_BYTES)} that a table of labels may have.`)
}

/** Characters 0x80 to 0x9f of windows-1252: some platforms decode it as ISO 8859-1, which has control characters there. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

// Every platform has it; the language itself does not.
declare const TextDecoder: new (encoding: string, options?: { readonly fatal: boolean }) => { decode(bytes: Uint8Array): string }

/** Without its byte order mark. @throws LabelTableError where it is no text */
export function textOfTable(bytes: Uint8Array): string {
  checkTableSize(bytes.length)
  const mark = ascii(bytes, 0, 2)
  if (mark === '\xff\xfe') return new TextDecoder('utf-16le').decode(bytes)
  if (mark === '\xfe\xff') return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.includes(0)) throw new LabelTableError('This is not text: a spreadsheet has to be saved as CSV first.')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes)
    return text.replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80))
  }
}
