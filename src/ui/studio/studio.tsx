// The studio: one large picture, and what a person plays it with. On its left the tools, each of which says what the picture comes from; on its right
// what is changed of it; below it the stars.
import { Dialog } from '@base-ui/react/dialog'
import { useEffect, useRef, useState } from 'react'
import { useActions } from '../app/page-context.ts'
import { store, useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { CrossIcon, WholeIcon } from '../shared/icons.tsx'
import { UndoButtons } from './controls/undo-buttons.tsx'
import { VarietySection } from './controls/variety-section.tsx'
import { DirectionsPanel } from './directions/directions-panel.tsx'
import { MixPanel } from './directions/mix-panel.tsx'
import { FindPanel } from './find/find-panel.tsx'
import { DrawnPictureProvider } from './picture/drawn-picture.tsx'
import { SourceChoice } from './picture/source-choice.tsx'
import { Stage } from './picture/stage.tsx'
import { PlayMode, useFullScreen } from './play/play-mode.tsx'
import { useWalk } from './play/use-walk.ts'
import { StarsStrip } from './stars/stars-strip.tsx'
import { enterRunOfPage, studioKey } from './state/first-studio.ts'
import { keepStudio } from './state/kept-studio.ts'
import classes from './studio.module.css'
import { Tools } from './tools.tsx'

export function Studio() {
  const actions = useActions()
  const open = useStore((state) => state.dialog === 'studio')
  const run = useStore(studioKey)
  const popup = useRef<HTMLDivElement>(null)
  const { playing, begin, leave } = useFullScreen(popup)
  useEffect(() => {
    if (open) enterRunOfPage(store.getState())
  }, [open, run])
  useEffect(() => {
    addEventListener('pagehide', keepStudio)
    return () => removeEventListener('pagehide', keepStudio)
  }, [])
  /** Escape leaves play mode first; one that has ended a drag does no more. */
  const close = () => (playing ? leave() : actions.showDialog(null))
  return (
    <Dialog.Root open={open} onOpenChange={(wanted, { event }) => !wanted && !event.defaultPrevented && close()}>
      <Dialog.Portal>
        <Dialog.Popup ref={popup} className={classes.window} initialFocus={firstControl} data-testid="studio">
          <Instrument playing={playing} onPlay={begin} onLeave={leave} onClose={close} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Arrow keys play at once; where another tool is open, its tab has the focus. */
function firstControl(): HTMLElement | null {
  return document.querySelector('[data-testid="pad"] input[tabindex="0"], [data-testid="studio"] [role="tab"][aria-selected="true"]')
}

interface InstrumentProps {
  readonly playing: boolean
  readonly onPlay: () => void
  readonly onLeave: () => void
  readonly onClose: () => void
}

function Instrument({ playing, onPlay, onLeave, onClose }: InstrumentProps) {
  const [wantsWalk, setWalk] = useState(false)
  const walking = playing && wantsWalk
  return (
    <DrawnPictureProvider instead={useWalk(walking)}>
      {playing ? (
        <PlayMode walking={walking} onWalk={setWalk} onLeave={onLeave} />
      ) : (
        <>
          <Head onPlay={onPlay} onClose={onClose} />
          <div className={classes.instrument}>
            <Tools />
            <Stage />
            <div className={classes.side}>
              <VarietySection />
              <DirectionsPanel />
              <FindPanel />
              <MixPanel />
            </div>
          </div>
          <StarsStrip />
        </>
      )}
    </DrawnPictureProvider>
  )
}

function Head({ onPlay, onClose }: Pick<InstrumentProps, 'onPlay' | 'onClose'>) {
  return (
    <header className={classes.head}>
      <Dialog.Title className={dialog.title}>Studio</Dialog.Title>
      <SourceChoice />
      <div className={classes.commands}>
        <UndoButtons />
        <Button onClick={onPlay}>
          <WholeIcon />
          <span className={classes.playName}>Full screen</span>
        </Button>
        <Button kind="quiet" label="Close the studio" onClick={onClose}>
          <CrossIcon />
        </Button>
      </div>
    </header>
  )
}
