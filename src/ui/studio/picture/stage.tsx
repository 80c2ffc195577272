// The middle of the studio: the large picture, and below it what it is and what can be done with it.
import { ActionButton } from '../../app/action-button.tsx'
import { REASONS } from '../../app/blockers.ts'
import { useStore } from '../../app/store.ts'
import { codeActions } from '../../samples/code-actions.ts'
import { CodeLine } from '../../samples/code-line.tsx'
import { codeOfPoint } from '../../samples/picture-codes.ts'
import { SavePictures } from '../../samples/save-pictures.tsx'
import { Button } from '../../shared/button.tsx'
import { formatCount } from '../../shared/format.ts'
import { StarIcon, StarredIcon } from '../../shared/icons.tsx'
import text from '../../shared/text.module.css'
import { StudioCodeField } from '../codes/studio-code-field.tsx'
import { describePosition } from '../pad/pad-moves.ts'
import { usePadDrag } from '../pad/use-pad-drag.ts'
import { edit } from '../state/history.ts'
import { hasStar, toggleStar } from '../state/studio-edits.ts'
import { shownBlend } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { useDrawnPicture } from './drawn-picture.tsx'
import { LargePicture } from './large-picture.tsx'
import classes from './stage.module.css'

export function Stage() {
  const tool = useStudio((state) => state.tool)
  const pad = useStudio((state) => state.pad)
  const drag = usePadDrag()
  return (
    <section className={classes.stage} aria-label="The picture">
      {tool === 'pad' ? <LargePicture label={`The picture: ${describePosition(pad)}`} {...drag} /> : <LargePicture label="The picture" />}
      <Facts />
    </section>
  )
}

function Facts() {
  const { point, step, mix, arrived, pictures, problem } = useDrawnPicture()
  const isEmpty = useStudio((state) => shownBlend(state) === null)
  const starred = useStudio((state) => point !== null && hasStar(state, point))
  const code = useStore((state) => (point && step !== null ? codeOfPoint(state, step, point, mix) : null))
  return (
    <div className={classes.facts}>
      <p className={text.soft} data-testid="studio-step" role={problem === null ? undefined : 'alert'}>
        {problem ?? describeDrawn(step, isEmpty)}
      </p>
      <div className={classes.code} data-arrived={arrived}>
        {code !== null && <CodeLine code={code} short />}
      </div>
      <div className={classes.actions}>
        <Button
          blocked={point === null || !arrived ? REASONS.drawing : null}
          pressed={starred}
          onClick={() => point && edit((state) => toggleStar(state, point))}
        >
          {starred ? <StarredIcon /> : <StarIcon />}
          {starred ? 'Starred' : 'Star'}
        </Button>
        {pictures && point && step !== null && (
          <SavePictures
            label="Save PNG of this picture"
            pictures={pictures}
            points={[point]}
            columns={1}
            step={step}
            mix={mix}
            what="studio"
          />
        )}
        {code !== null && <ActionButton action={codeActions.copyLink} target={code} live />}
        <StudioCodeField />
      </div>
    </div>
  )
}

function describeDrawn(step: number | null, isEmpty: boolean): string {
  if (isEmpty) return 'There is nothing to draw yet.'
  return step === null ? 'The generator is being fetched…' : `Drawn at step ${formatCount(step)}`
}
