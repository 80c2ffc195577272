// A sample enlarged in a dialog: it follows training, leads to adjacent seeds, can become A or B, and lists its nearest training images.

import { Dialog } from '@base-ui/react/dialog'
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import type { SampleGrid } from '../../spec/report.ts'
import { drawBlocker } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { store, useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { formatCount } from '../shared/format.ts'
import { BackIcon, CheckIcon, CrossIcon, ForwardIcon } from '../shared/icons.tsx'
import { Picture } from '../shared/picture.tsx'
import { onePicture } from '../shared/pixels-of.ts'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { isUnderWay } from '../train/run-slice.ts'
import classes from './enlarged-sample.module.css'
import { SampleNeighbours } from './sample-neighbours.tsx'
import type { LatentEnd } from './samples-slice.ts'
import { SavePictures } from './save-pictures.tsx'

type Rendering = 'pixels' | 'smooth'

const RENDERINGS = [
  { value: 'pixels', label: 'Pixels' },
  { value: 'smooth', label: 'Smooth' },
] as const satisfies readonly { value: Rendering; label: string }[]

export function EnlargedSample() {
  const session = useSession()
  const seed = useStore(({ samples }) => samples.enlarged)
  const last = useRef<number | null>(null)
  if (seed !== null) last.current = seed
  return (
    <Dialog.Root open={seed !== null} onOpenChange={(open) => !open && session.enlarge(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup
          className={`${dialog.popup} ${classes.popup}`}
          data-testid="enlarged-sample"
          finalFocus={() => document.querySelector<HTMLElement>(`[data-seed="${last.current}"]`) ?? true}
          onKeyDown={(event) => seed !== null && act(event, seed, session)}
        >
          {seed !== null && <Sample seed={seed} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Controls that keep their own arrow keys. Radio buttons can still be changed with up and down. */
const OWN_KEYS = 'select, [role="menu"]'

function act(event: KeyboardEvent, seed: number, session: ReturnType<typeof useSession>) {
  if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest(OWN_KEYS)) return
  const acts: Readonly<Record<string, () => void>> = {
    arrowleft: () => goTo(seed - 1, session),
    arrowright: () => goTo(seed + 1, session),
    a: () => session.setEnd('a', seed),
    b: () => session.setEnd('b', seed),
  }
  const chosen = acts[event.key.toLowerCase()]
  if (!chosen) return
  event.preventDefault()
  chosen()
}

/** Why this seed cannot be shown, or null. */
function blockerOf(seed: number, grid: SampleGrid | null, ended: string | null): string | null {
  if (seed < 1) return 'This is the first seed.'
  return grid?.seeds.includes(seed) ? null : ended
}

function goTo(seed: number, session: ReturnType<typeof useSession>) {
  const state = store.getState()
  if (blockerOf(seed, state.samples.grid, drawBlocker(state)) === null) session.enlarge(seed)
}

function Sample({ seed }: { seed: number }) {
  const session = useSession()
  const grid = useStore(({ samples }) => samples.grid)
  const trains = useStore(({ run }) => isUnderWay(run.state))
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
        <Button kind="quiet" label="Close" onClick={() => session.enlarge(null)}>
          <CrossIcon />
        </Button>
      </div>
      <div className={classes.split}>
        <Large seed={seed} shown={shown} />
        <div className={classes.about}>
          <div className={classes.choices}>
            <EndButton end="a" seed={seed} />
            <EndButton end="b" seed={seed} />
            {shown && <SaveSample seed={seed} {...shown} />}
          </div>
          <p className={`${text.pretty} ${text.keys}`}>
            Keys: ← and → go to the sample before and after it, A or B chooses it for “From A to B”.
          </p>
          <SampleNeighbours seed={seed} />
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
        <SeedButton to={seed - 1} label="Previous seed">
          <BackIcon />
        </SeedButton>
        <Segmented label="How pixels are shown" options={RENDERINGS} value={rendering} onChange={setRendering} />
        <SeedButton to={seed + 1} label="Next seed">
          <ForwardIcon />
        </SeedButton>
      </div>
    </div>
  )
}

function SeedButton({ to, label, children }: { to: number; label: string; children: ReactNode }) {
  const session = useSession()
  const grid = useStore(({ samples }) => samples.grid)
  const ended = useStore(drawBlocker)
  return (
    <Button label={label} blocked={blockerOf(to, grid, ended)} onClick={() => session.enlarge(to)}>
      {children}
    </Button>
  )
}

function EndButton({ end, seed }: { end: LatentEnd; seed: number }) {
  const session = useSession()
  const is = useStore(({ samples }) => samples[end] === seed)
  const name = end.toUpperCase()
  return (
    <Button pressed={is} onClick={() => session.setEnd(end, seed)}>
      {is && <CheckIcon />}
      {is ? `This is ${name}` : `Make ${name}`}
    </Button>
  )
}

function SaveSample({ seed, grid, index }: Shown & { seed: number }) {
  const picture = useMemo(() => onePicture(grid.pictures, index), [grid, index])
  return <SavePictures label="Save PNG of this sample" pictures={picture} columns={1} step={grid.step} what={`seed-${seed}`} />
}
