// The tool “Pad”: a square between four pictures, which can be shuffled, locked, swapped and replaced.
import { Button } from '../../shared/button.tsx'
import { DiceIcon } from '../../shared/icons.tsx'
import text from '../../shared/text.module.css'
import { randomSample } from '../controls/random-sample.ts'
import { SliderRow } from '../controls/slider-row.tsx'
import { edit } from '../state/history.ts'
import { movePad, shuffle } from '../state/studio-edits.ts'
import { useStudio } from '../state/studio-store.ts'
import { CornerCard } from './corner-card.tsx'
import { Pad } from './pad.tsx'
import classes from './pad-panel.module.css'

export function PadPanel() {
  const { x, y, locked } = useStudio((state) => state.pad)
  const allLocked = locked.every((each) => each)
  return (
    <div className={classes.panel}>
      <div className={classes.corners}>
        <CornerCard corner={0} />
        <CornerCard corner={1} />
      </div>
      <Pad />
      <div className={classes.corners}>
        <CornerCard corner={2} />
        <CornerCard corner={3} />
      </div>
      <div className={classes.shuffle}>
        <Button blocked={allLocked ? 'All four corners are locked.' : null} onClick={() => edit((state) => shuffle(state, randomSample))}>
          <DiceIcon />
          Shuffle
        </Button>
        <span className={text.soft}>Locked corners stay.</span>
      </div>
      <SliderRow label="Across" value={x} min={0} max={1} step={0.01} onChange={(at) => edit((state) => movePad(state, { x: at }))} />
      <SliderRow label="Down" value={y} min={0} max={1} step={0.01} onChange={(at) => edit((state) => movePad(state, { y: at }))} />
    </div>
  )
}
