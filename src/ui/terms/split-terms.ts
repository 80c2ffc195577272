// Finds marked words in a text.
import type { Marks } from './marks.ts'
import type { TermName } from './terms.ts'

interface Piece {
  readonly text: string
  /** Null: plain text. */
  readonly name: TermName | null
}

/** The text in pieces: each word where it stands first, as a whole word, and what is between. */
export function splitTerms(text: string, mark: Marks): readonly Piece[] {
  const places = (Object.entries(mark) as [TermName, string][])
    .flatMap(([name, word]) => {
      const at = placeOf(word, text)
      return at < 0 ? [] : { name, at, end: at + word.length }
    })
    .sort((one, other) => one.at - other.at)
  const pieces: Piece[] = []
  let done = 0
  for (const { name, at, end } of places) {
    if (at < done) continue // within another word
    if (at > done) pieces.push({ text: text.slice(done, at), name: null })
    pieces.push({ text: text.slice(at, end), name })
    done = end
  }
  if (done < text.length) pieces.push({ text: text.slice(done), name: null })
  return pieces
}

const isLetter = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter)

function placeOf(word: string, text: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return at
  }
  return -1
}
