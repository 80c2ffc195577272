// Play mode: the picture alone, as large as the screen, with the pad under the pointer. A walk goes through random samples until something moves.
import { Dialog } from '@base-ui/react/dialog'
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from '../../shared/button.tsx'
import { CrossIcon, PauseIcon, PlayIcon, StarIcon, StarredIcon } from '../../shared/icons.tsx'
import { moveByKey, type Position, positionAt } from '../pad/pad-moves.ts'
import { useDrawnPicture } from '../picture/drawn-picture.tsx'
import { LargePicture } from '../picture/large-picture.tsx'
import { beginGesture, edit, endGesture } from '../state/history.ts'
import { hasStar, movePad, toggleStar } from '../state/studio-edits.ts'
import { studioStore, useStudio } from '../state/studio-store.ts'
import classes from './play-mode.module.css'

interface PlayModeProps {
  readonly walking: boolean
  readonly onWalk: (walking: boolean) => void
  readonly onLeave: () => void
}

/** Of gestures: see `useEndOfGesture`. */
const OWNER = 'play mode'
const IDLE_MS = 2000

export function PlayMode({ walking, onWalk, onLeave }: PlayModeProps) {
  const { point } = useDrawnPicture()
  const tool = useStudio((state) => state.tool)
  const starred = useStudio((state) => point !== null && hasStar(state, point))
  const { idle, wake } = useIdle()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  useEndOfGesture(idle)

  function moveTo(position: Position) {
    onWalk(false)
    beginGesture(OWNER)
    edit((state) => ({ tool: 'pad', ...movePad(state, position) }))
  }
  /** A mouse that moves over it plays the pad; other tools give way to it once it is pressed. */
  function follow(event: PointerEvent<HTMLDivElement>) {
    wake()
    if (walking ? event.buttons === 0 : tool !== 'pad' && event.buttons === 0) return
    moveTo(positionAt(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY))
  }
  const star = () => point && edit((state) => toggleStar(state, point))
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    wake()
    if (event.key === ' ' && event.target instanceof Element && event.target.closest('button')) return // it presses that
    const moved = moveByKey(studioStore.getState().pad, event)
    if (moved) moveTo({ x: moved.x, y: moved.y })
    else if (event.key === ' ') onWalk(!walking)
    else if (event.key.toLowerCase() === 's') star()
    else return
    event.preventDefault()
  }
  useWindowKeys(onKeyDown)
  return (
    <div
      ref={box}
      tabIndex={-1}
      className={classes.play}
      data-idle={idle}
      data-testid="play-mode"
      onPointerDown={follow}
      onPointerMove={follow}
    >
      <Dialog.Title className="visually-hidden">Studio, full screen</Dialog.Title>
      <LargePicture label="The picture, alone" />
      <Bar walking={walking} onWalk={onWalk} starred={starred} onStar={star} onLeave={onLeave} />
    </div>
  )
}

/** What can be done, and how. */
function Bar({ walking, onWalk, starred, onStar, onLeave }: PlayModeProps & { readonly starred: boolean; readonly onStar: () => void }) {
  return (
    <div className={classes.bar} onPointerDown={(event) => event.stopPropagation()} onPointerMove={(event) => event.stopPropagation()}>
      <Button onClick={() => onWalk(!walking)} keys="Space">
        {walking ? <PauseIcon /> : <PlayIcon />}
        {walking ? 'Stop the walk' : 'Walk'}
      </Button>
      <Button onClick={onStar} pressed={starred} keys="S">
        {starred ? <StarredIcon /> : <StarIcon />}
        {starred ? 'Starred' : 'Star'}
      </Button>
      <Button onClick={onLeave} keys="Escape">
        <CrossIcon />
        Leave
      </Button>
      <p className={classes.hints}>Move the pointer to play. Space walks, arrows move, S stars, Esc leaves.</p>
    </div>
  )
}

/** All that is moved until it is left for a moment is one entry of the history. */
function useEndOfGesture(idle: boolean) {
  useEffect(() => {
    if (idle) endGesture(OWNER)
  }, [idle])
  useEffect(() => () => endGesture(OWNER), [])
}

/** Whether nothing has moved for a while: the pointer and what lies over the picture hide then. */
function useIdle() {
  const [idle, setIdle] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wake = useRef(() => {
    clearTimeout(timer.current)
    setIdle(false)
    timer.current = setTimeout(() => setIdle(true), IDLE_MS)
  }).current
  useEffect(() => {
    wake()
    return () => clearTimeout(timer.current)
  }, [wake])
  return { idle, wake }
}

function useWindowKeys(onKeyDown: (event: KeyboardEvent) => void) {
  const latest = useRef(onKeyDown)
  latest.current = onKeyDown
  useEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

/** Play mode fills the screen where the browser lets it, else the window. @param ref what fills it */
export function useFullScreen(ref: RefObject<HTMLElement | null>) {
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    const onChange = () => document.fullscreenElement === null && setPlaying(false) // left by Esc, which the browser keeps to itself
    document.addEventListener('fullscreenchange', onChange)
    return () => document.removeEventListener('fullscreenchange', onChange)
  }, [])
  return {
    playing,
    begin() {
      setPlaying(true)
      ref.current?.requestFullscreen?.().catch(() => {}) // refused: it fills the window
    },
    leave() {
      setPlaying(false)
      if (document.fullscreenElement !== null) void document.exitFullscreen()
    },
  }
}
