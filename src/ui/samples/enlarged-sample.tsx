// A sample enlarged in a dialog: it follows training, leads to adjacent seeds, can become A or B, and lists its nearest training images.

import { Dialog } from '@base-ui/react/dialog'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import type { SampleGrid } from '../../spec/report.ts'
import { classInWords } from '../../spec/words.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useAsk } from '../app/question.tsx'
import { shortcutIn } from '../app/shortcut-keys.ts'
import { useStore } from '../app/store.ts'
import { endActions, latentActions } from '../latent/actions.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { sampleName } from '../shared/file-name.ts'
import { formatCount } from '../shared/format.ts'
import { CrossIcon } from '../shared/icons.tsx'
import { Picture } from '../shared/picture.tsx'
import { onePicture } from '../shared/pixels-of.ts'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { className, classNames } from '../train/class-names.ts'
import { isUnderWay } from '../train/run-slice.ts'
import { ENLARGED_SHORTCUTS, sampleActions } from './actions.ts'
import { CodeLine } from './code-line.tsx'
import classes from './enlarged-sample.module.css'
import { codeOfPoint, pointOfSample } from './picture-codes.ts'
import { SampleNeighbours } from './sample-neighbours.tsx'
import { SavePictures } from './save-pictures.tsx'
import { shownSnapshot, wantedFile } from './timeline-slice.ts'
import { shownGrid } from './timeline-view.ts'
import { cellOf, type SampleId, sampleAt } from './wall-view.ts'

type Rendering = 'pixels' | 'smooth'

const RENDERINGS = [
  { value: 'pixels', label: 'Pixels' },
  { value: 'smooth', label: 'Smooth' },
] as const satisfies readonly { value: Rendering; label: string }[]

/** Controls that keep their own arrow keys. Radio buttons can still be changed with up and down. */
const OWN_KEYS = 'select, [role="menu"]'

export function EnlargedSample() {
  const actions = useActions()
  const sample = useStore(({ samples }) => samples.enlarged)
  const ask = useAsk()
  const last = useRef<SampleId | null>(null)
  if (sample !== null) last.current = sample

  function onKeyDown(event: KeyboardEvent, of: SampleId) {
    if ((event.target as Element).closest(OWN_KEYS)) return
    const action = shortcutIn(ENLARGED_SHORTCUTS, event)
    if (!action) return
    event.preventDefault()
    ask(action, of)
  }

  return (
    <Dialog.Root open={sample !== null} onOpenChange={(open) => !open && actions.enlarge(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup
          className={`${dialog.popup} ${classes.popup}`}
          data-testid="enlarged-sample"
          finalFocus={() => document.querySelector<HTMLElement>(cellSelector(last.current)) ?? true}
          onKeyDown={(event) => sample !== null && onKeyDown(event, sample)}
        >
          {sample !== null && <Sample sample={sample} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function cellSelector(sample: SampleId | null): string {
  return `[data-seed="${sample?.seed}"]${sample?.class == null ? '' : `[data-class="${sample.class}"]`}`
}

function Sample({ sample }: { sample: SampleId }) {
  const actions = useActions()
  const grid = useStore(shownGrid)
  const live = useStore(({ timeline }) => wantedFile(timeline) === null)
  const trains = useStore(({ run }) => isUnderWay(run.state)) && live
  const isMissing = useStore(({ timeline }) => shownSnapshot(timeline) !== null)
  const names = useStore(classNames)
  const index = grid ? cellOf(grid, sample) : -1
  const shown = grid && index >= 0 ? { grid, index } : null
  const cell = shown ? sampleAt(shown.grid, index) : sample
  const name = className(names, cell.class)
  const { seed } = sample
  const code = useStore((state) => (shown ? codeOfPoint(state, shown.grid.step, pointOfSample(cell)) : null))
  return (
    <>
      <div className={classes.head}>
        <div>
          <Dialog.Title className={dialog.title}>
            Sample of seed {formatCount(seed)}
            {name !== null && `, ${classInWords(name)}`}
          </Dialog.Title>
          <Dialog.Description className={text.pretty} data-testid="enlarged-step">
            {shown
              ? `Drawn at step ${formatCount(shown.grid.step)}${trains ? ', and again as training goes on' : ''}.`
              : isMissing
                ? 'Of this step it is not kept: only the samples on the wall are.'
                : 'It is being drawn…'}
          </Dialog.Description>
        </div>
        <Button kind="quiet" label="Close" onClick={() => actions.enlarge(null)}>
          <CrossIcon />
        </Button>
      </div>
      <div className={classes.split}>
        <Large sample={sample} name={name} shown={shown} />
        <div className={classes.about}>
          <div className={classes.choices}>
            <ActionButton action={endActions.a} target={cell} />
            <ActionButton action={endActions.b} target={cell} />
            {name !== null && <ActionButton action={latentActions.morphClass} target={cell} />}
            {shown && <SaveSample seed={seed} name={name} {...shown} />}
          </div>
          {code !== null && <CodeLine code={code} />}
          <p className={`${text.pretty} ${text.keys}`}>
            Keys: ← and → go to the sample before and after it, A or B chooses it for “From A to B”.
          </p>
          {live && <SampleNeighbours sample={sample} />}
        </div>
      </div>
    </>
  )
}

interface Shown {
  readonly grid: SampleGrid
  readonly index: number
}

function Large({ sample, name, shown }: { sample: SampleId; name: string | null; shown: Shown | null }) {
  const [rendering, setRendering] = useState<Rendering>('pixels')
  return (
    <div className={classes.large}>
      <div
        className={classes.picture}
        data-rendering={rendering}
        role="img"
        aria-label={`Sample of seed ${sample.seed}${name === null ? '' : `, ${classInWords(name)}`}`}
        data-testid="enlarged"
      >
        {shown ? <Picture pictures={shown.grid.pictures} index={shown.index} /> : <div className={classes.coming} />}
      </div>
      <div className={classes.controls}>
        <ActionButton action={sampleActions.previousSample} target={sample} show="icon" />
        <Segmented label="How pixels are shown" options={RENDERINGS} value={rendering} onChange={setRendering} />
        <ActionButton action={sampleActions.nextSample} target={sample} show="icon" />
      </div>
    </div>
  )
}

function SaveSample({ seed, name, grid, index }: Shown & { seed: number; name: string | null }) {
  const picture = useMemo(() => onePicture(grid.pictures, index), [grid, index])
  const points = useMemo(() => [pointOfSample(sampleAt(grid, index))], [grid, index])
  const what = sampleName(seed, name)
  return <SavePictures label="Save PNG of this sample" pictures={picture} points={points} columns={1} step={grid.step} what={what} />
}
