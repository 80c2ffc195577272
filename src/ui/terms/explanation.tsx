// The popover of a term: what it means, and the paper that it comes from.
import { Popover } from '@base-ui/react/popover'
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import classes from '../shared/explanation.module.css'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { type TermName, wordsOfTerm } from './terms.ts'

interface ExplanationProps {
  readonly id: string
  readonly name: TermName
  /** The word in the text. */
  readonly anchor: RefObject<HTMLElement | null>
  /** It was asked for by a click, and has the focus. */
  readonly held: boolean
  readonly onHover: (event: PointerEvent, inside: boolean) => void
  readonly onClose: () => void
}

export function Explanation({ id, name, anchor, held, onHover, onClose }: ExplanationProps) {
  const popup = useRef<HTMLDivElement>(null)
  const { title, text, paper } = wordsOfTerm(name)
  useEffect(() => {
    if (held) popup.current?.focus({ preventScroll: true })
  }, [held])

  return (
    <Popover.Root
      open
      onOpenChange={(open, { event }) => {
        const onWord = event.target instanceof Node && anchor.current?.contains(event.target) === true
        if (!open && !(event.type !== 'keydown' && onWord)) onClose() // a press on the word itself is its own business
      }}
    >
      <Popover.Portal>
        <Popover.Positioner className={classes.positioner} anchor={anchor} sideOffset={6} collisionPadding={8}>
          <Popover.Popup
            ref={popup}
            id={id}
            className={classes.popup}
            data-testid="explanation"
            initialFocus={held ? popup : false}
            finalFocus={false}
            onPointerEnter={(event) => onHover(event, true)}
            onPointerLeave={(event) => onHover(event, false)}
          >
            <Popover.Title render={<p />} className={classes.title}>
              <NetworkLetters>{title}</NetworkLetters>
            </Popover.Title>
            <Popover.Description>
              <NetworkLetters>{text}</NetworkLetters>
            </Popover.Description>
            {paper && (
              <p>
                <a href={`https://arxiv.org/abs/${paper.id}`} target="_blank" rel="noreferrer">
                  {paper.by}
                </a>
              </p>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
