// What can be put into a corner of the pad: another seed, typed or random, another class, a star, or a sample of the wall; or another corner in its place.

import type { LatentPoint } from '../../../spec/picture-code.ts'
import { pointsOfGrid } from '../../../spec/picture-code.ts'
import { MAX_SEED } from '../../../spec/read-picture-code.ts'
import { useStore } from '../../app/store.ts'
import { Button } from '../../shared/button.tsx'
import { DiceIcon } from '../../shared/icons.tsx'
import { Picture } from '../../shared/picture.tsx'
import text from '../../shared/text.module.css'
import { className, classNames, drawnClasses } from '../../train/class-names.ts'
import { ClassSelect } from '../controls/class-select.tsx'
import popover from '../controls/popover.module.css'
import { randomSample } from '../controls/random-sample.ts'
import { TypedNumber } from '../controls/slider-row.tsx'
import { PointPicture } from '../picture/point-picture.tsx'
import { edit } from '../state/history.ts'
import { movePad, setCorner, swapCorners } from '../state/studio-edits.ts'
import { useStudio } from '../state/studio-store.ts'
import classes from './corner-card.module.css'
import { CORNER_INDICES, CORNERS, type CornerIndex, positionOfCorner } from './pad-moves.ts'

export function CornerMenu({ corner }: { corner: CornerIndex }) {
  const point = useStudio((state) => state.pad.corners[corner])
  const stars = useStudio((state) => state.stars)
  const set = (wanted: LatentPoint) => edit((state) => setCorner(state, corner, wanted))
  const others = CORNER_INDICES.filter((each) => each !== corner)
  return (
    <>
      <div className={popover.line}>
        <span>Seed</span>
        <TypedNumber
          label={`Seed of ${CORNERS[corner]}`}
          value={point.seed}
          min={0}
          max={MAX_SEED}
          step={1}
          onChange={(seed) => set({ ...ofClass(point), seed })}
        />
        <Button small onClick={() => set(randomSample(point))}>
          <DiceIcon />
          Another
        </Button>
      </div>
      <ClassLine point={point} onChange={set} />
      <div className={popover.line}>
        <span>Swap with</span>
        {others.map((other) => (
          <Button key={other} small onClick={() => edit((state) => swapCorners(state, corner, other))}>
            {CORNERS[other]}
          </Button>
        ))}
        <Button small onClick={() => edit((state) => movePad(state, positionOfCorner(corner)))}>
          Go there
        </Button>
      </div>
      {stars.length > 0 && (
        <div className={popover.choice}>
          <span className={text.soft}>A star</span>
          <div className={classes.pictures}>
            {stars.map((star, i) => (
              <StarChoice key={`${i} ${star.point.seed}`} point={star.point} label={star.name ?? `Star ${i + 1}`} onChoose={set} />
            ))}
          </div>
        </div>
      )}
      <FromWall onChoose={set} />
    </>
  )
}

const ofClass = ({ class: index }: LatentPoint) => (index === undefined ? {} : { class: index })

function ClassLine({ point, onChange }: { point: LatentPoint; onChange: (point: LatentPoint) => void }) {
  const drawn = useStore(drawnClasses)
  if (drawn.length < 2) return null
  return (
    <div className={popover.line}>
      <ClassSelect
        label="Class"
        value={point.class ?? null}
        orAny
        onChange={(of) => onChange({ seed: point.seed, ...(of !== null && { class: of }) })}
      />
    </div>
  )
}

interface ChoiceProps {
  readonly onChoose: (point: LatentPoint) => void
}

function StarChoice({ point, label, onChoose }: ChoiceProps & { point: LatentPoint; label: string }) {
  return (
    <button type="button" className={classes.choose} aria-label={label} title={label} onClick={() => onChoose(point)}>
      <PointPicture point={point} />
    </button>
  )
}

/** The samples of the page's wall, as it shows them. */
function FromWall({ onChoose }: ChoiceProps) {
  const grid = useStore((state) => state.samples.grid)
  const names = useStore(classNames)
  if (grid === null) return null
  return (
    <div className={popover.choice}>
      <span className={text.soft}>From the wall</span>
      <div className={classes.pictures} data-testid="corner-wall">
        {pointsOfGrid(grid).map((point, i) => {
          const name = className(names, point.class ?? null)
          return (
            <button
              key={`${point.seed} ${point.class}`}
              type="button"
              className={classes.choose}
              aria-label={`Seed ${point.seed}${name === null ? '' : `, ${name}`}`}
              onClick={() => onChoose(point)}
            >
              <Picture pictures={grid.pictures} index={i} />
            </button>
          )
        })}
      </div>
    </div>
  )
}
