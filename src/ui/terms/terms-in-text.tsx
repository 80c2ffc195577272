// Marks words of the field in a text that comes from elsewhere.
import { NetworkLetters } from '../shared/network-letters.tsx'
import type { Marks } from './marks.ts'
import { splitTerms } from './split-terms.ts'
import { Term } from './term.tsx'

interface TermsProps {
  readonly mark: Marks | undefined
  readonly children: string
}

/** `children` with each of these words marked where it stands first, and D and G in their colours. */
export function Terms({ mark = {}, children }: TermsProps) {
  return splitTerms(children, mark).map(({ text, name }, i) =>
    name === null ? (
      <NetworkLetters key={`${i}${text}`}>{text}</NetworkLetters>
    ) : (
      <Term key={`${i}${text}`} name={name}>
        {text}
      </Term>
    ),
  )
}
