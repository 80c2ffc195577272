// A sample enlarged in a dialog: it follows training, leads to adjacent seeds, can become A or B, and lists its nearest training images.

import { Dialog } from '@base-ui/react/dialog'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import type { SampleGrid } from '../../spec/report.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useAsk } from '../app/question.tsx'
import { shortcutIn } from '../app/shortcut-keys.ts'
import { useStore } from '../app/store.ts'
import { endActions } from '../latent/actions.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { formatCount } from '../shared/format.ts'
import { CrossIcon } from '../shared/icons.tsx'
import { Picture } from '../shared/picture.tsx'
import { onePicture } from '../shared/pixels-of.ts'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { isUnderWay } from '../train/run-slice.ts'
import { ENLARGED_SHORTCUTS, sampleActions } from './actions.ts'
import classes from './enlarged-sample.module.css'
import { SampleNeighbours } from './sample-neighbours.tsx'
import { SavePictures } from './save-pictures.tsx'
import { wantedFile } from './timeline-slice.ts'
import { shownGrid } from './timeline-view.ts'

type Rendering = 'pixels' | 'smooth'

const RENDERINGS = [
  { value: 'pixels', label: 'Pixels' },
  { value: 'smooth', label: 'Smooth' },
] as const satisfies readonly { value: Rendering; label: string }[]

/** Controls that keep their own arrow keys. Radio buttons can still be changed with up and down. */
const OWN_KEYS = 'select, [role="menu"]'

export function EnlargedSample() {
  const actions = useActions()
  const seed = useStore(({ samples }) => samples.enlarged)
  const ask = useAsk()
  const last = useRef<number | null>(null)
  if (seed !== null) last.current = seed

  function onKeyDown(event: KeyboardEvent, of: number) {
    if ((event.target as Element).closest(OWN_KEYS)) return
    const action = shortcutIn(ENLARGED_SHORTCUTS, event)
    if (!action) return
    event.preventDefault()
    ask(action, of)
  }

  return (
    <Dialog.Root open={seed !== null} onOpenChange={(open) => !open && actions.enlarge(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup
          className={`${dialog.popup} ${classes.popup}`}
          data-testid="enlarged-sample"
          finalFocus={() => document.querySelector<HTMLElement>(`[data-seed="${last.current}"]`) ?? true}
          onKeyDown={(event) => seed !== null && onKeyDown(event, seed)}
        >
          {seed !== null && <Sample seed={seed} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Sample({ seed }: { seed: number }) {
  const actions = useActions()
  const grid = useStore(shownGrid)
  const live = useStore(({ timeline }) => wantedFile(timeline) === null)
  const trains = useStore(({ run }) => isUnderWay(run.state)) && live
  const index = grid?.seeds.indexOf(seed) ?? -1
  const shown = grid && index >= 0 ? { grid, index } : null
  return (
    <>
      <div className={classes.head}>
        <div>
          <Dialog.Title className={dialog.title}>Sample of seed {formatCount(seed)}</Dialog.Title>
          <Dialog.Description className={text.pretty} data-testid="enlarged-step">
            {shown
              ? `Drawn at step ${formatCount(shown.grid.step)}${trains ? ', and again as training goes on' : ''}.`
              : 'It is being drawn…'}
          </Dialog.Description>
        </div>
        <Button kind="quiet" label="Close" onClick={() => actions.enlarge(null)}>
          <CrossIcon />
        </Button>
      </div>
      <div className={classes.split}>
        <Large seed={seed} shown={shown} />
        <div className={classes.about}>
          <div className={classes.choices}>
            <ActionButton action={endActions.a} target={seed} />
            <ActionButton action={endActions.b} target={seed} />
            {shown && <SaveSample seed={seed} {...shown} />}
          </div>
          <p className={`${text.pretty} ${text.keys}`}>
            Keys: ← and → go to the sample before and after it, A or B chooses it for “From A to B”.
          </p>
          {live && <SampleNeighbours seed={seed} />}
        </div>
      </div>
    </>
  )
}

interface Shown {
  readonly grid: SampleGrid
  readonly index: number
}

function Large({ seed, shown }: { seed: number; shown: Shown | null }) {
  const [rendering, setRendering] = useState<Rendering>('pixels')
  return (
    <div className={classes.large}>
      <div className={classes.picture} data-rendering={rendering} role="img" aria-label={`Sample of seed ${seed}`} data-testid="enlarged">
        {shown ? <Picture pictures={shown.grid.pictures} index={shown.index} /> : <div className={classes.coming} />}
      </div>
      <div className={classes.controls}>
        <ActionButton action={sampleActions.previousSample} target={seed} show="icon" />
        <Segmented label="How pixels are shown" options={RENDERINGS} value={rendering} onChange={setRendering} />
        <ActionButton action={sampleActions.nextSample} target={seed} show="icon" />
      </div>
    </div>
  )
}

function SaveSample({ seed, grid, index }: Shown & { seed: number }) {
  const picture = useMemo(() => onePicture(grid.pictures, index), [grid, index])
  return <SavePictures label="Save PNG of this sample" pictures={picture} columns={1} step={grid.step} what={`seed-${seed}`} />
}
