// The drawing of the game on the page, lit by what the run does now.
import { useShallow } from 'zustand/react/shallow'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import text from '../shared/text.module.css'
import { slowStepActions } from '../slow-step/actions.ts'
import classes from './game.module.css'
import { GameDrawing } from './game-drawing.tsx'
import { litParts } from './game-parts.ts'

export function LitDrawing() {
  const lit = useStore(useShallow(litParts))
  return (
    <div className={classes.panel}>
      <p className={text.pretty}>Two networks play against each other, and both learn from it. Press a part to read what it does.</p>
      <GameDrawing lit={lit} />
      <p className={classes.slowly}>
        <ActionButton action={slowStepActions.show} small />
      </p>
    </div>
  )
}
