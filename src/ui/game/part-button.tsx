// One part of the drawing: a button with its miniature, which opens a popover that explains it and leads to its panel.
import { Popover } from '@base-ui/react/popover'
import { type ReactNode, useState } from 'react'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import explanation from '../shared/explanation.module.css'
import { goToPanel } from '../shared/focus.ts'
import { NetworkLetters } from '../shared/network-letters.tsx'
import classes from './game.module.css'
import { type GamePart, isPlayed, PART_WORDS } from './game-parts.ts'

interface PartButtonProps {
  readonly part: GamePart
  readonly lit: boolean
  /** Its miniature, hidden from screen readers. */
  readonly children: ReactNode
  /** What the miniature shows, if that can be said in a few words. */
  readonly figure?: string | null
}

export function PartButton({ part, lit, children, figure = null }: PartButtonProps) {
  const [open, setOpen] = useState(false)
  const played = useStore((state) => isPlayed(part, state))
  const { title } = PART_WORDS[part]
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={classes.part} data-game-part={part} data-lit={lit} data-played={played} data-testid={`game-${part}`}>
        <span className={classes.title}>
          <NetworkLetters>{title}</NetworkLetters>
        </span>
        <span className={classes.miniature} aria-hidden="true">
          {children}
        </span>
        {figure !== null && <span className={classes.figure}>{figure}</span>}
        {!played && <span className={classes.figure}>not in this run</span>}
        {lit && <span className="visually-hidden">, at work now</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={explanation.positioner} sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={explanation.popup}>
            <Explained part={part} onLeave={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Explained({ part, onLeave }: { part: GamePart; onLeave: () => void }) {
  const actions = useActions()
  const { title, text, panel } = PART_WORDS[part]

  function go() {
    onLeave()
    actions.showDialog(null)
    // Once the popover and a dialog around it have given the focus back.
    requestAnimationFrame(() => goToPanel(panel.id))
  }

  return (
    <>
      <Popover.Title className={explanation.title}>
        <NetworkLetters>{title}</NetworkLetters>
      </Popover.Title>
      <Popover.Description>
        <NetworkLetters>{text}</NetworkLetters>
      </Popover.Description>
      <div>
        <Button small onClick={go}>
          Go to “{panel.name}”
        </Button>
      </div>
    </>
  )
}
