// What makes the sample wall move: the pointer, or Play for those who have none. The drawing Worker draws what moves; left alone, the wall settles
// back to its samples.
import { type RefObject, useEffect, useMemo, useState } from 'react'
import type { Pictures } from '../../spec/image-block.ts'
import { pointsOfGrid } from '../../spec/picture-code.ts'
import type { SampleGrid } from '../../spec/report.ts'
import { isSlow } from '../app/describe-device.ts'
import { type State, useStore } from '../app/store.ts'
import type { DrawingView } from '../drawing/drawings.ts'
import { useDrawing } from '../drawing/use-drawing.ts'
import { Button } from '../shared/button.tsx'
import { PauseIcon, PlayIcon } from '../shared/icons.tsx'
import { pixelsOf } from '../shared/pixels-of.ts'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'
import { ToggleControl } from '../shared/toggle-control.tsx'
import { isUnderWay } from '../train/run-slice.ts'
import { useWallPointer } from './use-wall-pointer.ts'
import { movedPoints, onLoop, underLens } from './wall-lens.ts'
import classes from './wall-motion.module.css'

const KEY = 'quarterturn-wall-moves'
const CHOICES = ['on', 'off', 'unset'] as const

/** The generator of what is shown. */
const NOW = { generator: { snapshot: null } } as const

interface WallMotionProps {
  readonly grid: SampleGrid
  /** Whether the samples are there; else they are drawn by the Worker first. */
  readonly drawn: boolean
  readonly wall: RefObject<HTMLElement | null>
  /** A sample is being chosen, or those of an earlier step are shown. */
  readonly resting: boolean
  /** What the wall shows in the place of its samples; null: the samples themselves. */
  readonly onPictures: (pictures: Pictures | null) => void
}

export function WallMotion({ grid, drawn, wall, resting, onPictures }: WallMotionProps) {
  const [choice, setChoice] = useState(() => readChoice(KEY, CHOICES, 'unset'))
  const slow = useStore(trainsSlowly)
  const follows = choice === 'unset' ? !slow : choice === 'on'
  const [playing, setPlaying] = useState(false)
  useMovedPictures({ grid, drawn, wall, follows: follows && !resting, playing: playing && !resting, onPictures })

  function follow(on: boolean) {
    setChoice(on ? 'on' : 'off')
    keepChoice(KEY, on ? 'on' : 'off')
  }

  return (
    <div className={classes.controls}>
      <Button small onClick={() => setPlaying(!playing)} pressed={playing}>
        {playing ? <PauseIcon /> : <PlayIcon />}
        {playing ? 'Pause' : 'Play'}
        <span className="visually-hidden"> the wall: each sample moves through what is near to it</span>
      </Button>
      <ToggleControl label="Move under the pointer" value={follows} disabled={false} badge={false} onChange={follow} />
    </div>
  )
}

/** Drawing then costs what training needs itself. */
function trainsSlowly({ run: { state, device } }: State): boolean {
  return isUnderWay(state) && device !== null && (isSlow(device) || device.backend === 'wasm')
}

interface Moving extends Pick<WallMotionProps, 'grid' | 'drawn' | 'wall' | 'onPictures'> {
  readonly follows: boolean
  readonly playing: boolean
}

function useMovedPictures({ grid, drawn, wall, follows, playing, onPictures }: Moving): void {
  const samples = useMemo(() => pointsOfGrid(grid), [grid.seeds, grid.classes])
  const place = useWallPointer(wall, samples, follows)
  const [settled, setSettled] = useState(true)
  const moves = playing || place !== null
  if (moves && settled) setSettled(false)
  const [seconds, setSeconds] = useState(0)
  const points = useMemo(() => {
    if (place) return movedPoints(samples, (index) => underLens(place.cells[index] ?? place.pointer, place.pointer))
    return movedPoints(samples, () => (playing ? onLoop(seconds) : null))
  }, [samples, place, playing, seconds])
  const view = useDrawing('wall', NOW, moves || !settled || !drawn ? points : null)

  useEffect(() => {
    if (!moves && isAtRest(view)) setSettled(true)
  }, [moves, view])
  useClock(playing, view.pictures, setSeconds)

  const shown = moves || !settled || !drawn ? view.pictures : null
  useEffect(() => {
    onPictures(shown && shown.count === grid.seeds.length ? overSamples(shown, grid.pictures) : null)
  }, [shown, grid, onPictures])
  useEffect(() => () => onPictures(null), [onPictures])
}

/** `drawn` with the samples in the places that are still transparent. */
function overSamples(drawn: Pictures, samples: Pictures): Pictures {
  const missing = Array.from({ length: drawn.count }, (_, i) => i).filter((index) => pixelsOf(drawn, index)[3] === 0)
  if (missing.length === 0 || samples.size !== drawn.size) return drawn
  const pixels = drawn.pixels.slice()
  for (const index of missing) pixels.set(pixelsOf(samples, index), 4 * index * drawn.size ** 2)
  return { ...drawn, pixels }
}

/** All samples are back at their seeds, or nothing can be drawn. */
function isAtRest({ arrived, points, problem }: DrawingView): boolean {
  return problem !== null || (arrived && points.every(({ loop }) => loop === undefined))
}

/** Goes on with each picture that was drawn, so that a slow device is not asked for more than it draws. */
function useClock(runs: boolean, drawn: unknown, tick: (seconds: number) => void): void {
  const began = useMemo(() => (runs ? performance.now() : 0), [runs])
  useEffect(() => {
    if (!runs) return
    const frame = requestAnimationFrame(() => tick((performance.now() - began) / 1000))
    return () => cancelAnimationFrame(frame)
  }, [runs, began, drawn, tick])
}
