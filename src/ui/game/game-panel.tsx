// The panel “The game”: the drawing, lit where the run works now. It can be folded, and stays so.
import { useId, useState } from 'react'
import { Button } from '../shared/button.tsx'
import { lazyPart } from '../shared/lazy-part.tsx'
import { Panel } from '../shared/panel.tsx'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'

const KEY = 'quarterturn-game'
const FOLD = ['open', 'folded'] as const

const LitDrawing = lazyPart(() => import('./lit-drawing.tsx').then((module) => module.LitDrawing))

export function GamePanel() {
  const id = useId()
  const [open, setOpen] = useState(() => readChoice(KEY, FOLD, 'open') === 'open')

  function fold() {
    setOpen(!open)
    keepChoice(KEY, open ? 'folded' : 'open')
  }

  return (
    <Panel
      title="The game"
      testId="game-panel"
      aside={
        <Button kind="text" small unfolds={{ open, id }} onClick={fold}>
          {open ? 'Fold' : 'Unfold'}
          <span className="visually-hidden"> the game</span>
        </Button>
      }
    >
      {open && (
        <div id={id}>
          <LitDrawing />
        </div>
      )}
    </Panel>
  )
}
