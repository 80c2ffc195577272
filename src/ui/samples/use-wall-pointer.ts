// Where on the sample wall the pointer is: the mouse over it, or a finger that drags across it.
import { type RefObject, useEffect, useState } from 'react'
import type { Place } from './wall-lens.ts'

interface OnWall {
  readonly pointer: Place
  /** The middle of each sample. */
  readonly cells: readonly Place[]
}

/** Null: nowhere on it. @param cells changes when other samples are on the wall */
export function useWallPointer(wall: RefObject<HTMLElement | null>, cells: unknown, enabled: boolean): OnWall | null {
  const [place, setPlace] = useState<OnWall | null>(null)
  useEffect(() => {
    const element = wall.current
    if (!enabled || element === null) return
    let frame = 0
    const listening = new AbortController()
    const at = (next: () => OnWall | null) => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => setPlace(next()))
    }
    const move = ({ clientX, clientY }: PointerEvent) => at(() => measure(element, clientX, clientY))
    const leave = () => at(() => null)
    const on = (
      types: readonly ('pointermove' | 'pointerdown' | 'pointerleave' | 'pointercancel')[],
      handle: (event: PointerEvent) => void,
    ) => {
      for (const type of types) element.addEventListener(type, handle, { signal: listening.signal })
    }
    on(['pointermove', 'pointerdown'], move)
    on(['pointerleave', 'pointercancel'], leave) // a finger leaves when it is lifted
    return () => {
      listening.abort()
      cancelAnimationFrame(frame)
      setPlace(null)
    }
  }, [wall, cells, enabled])
  return place
}

/** In units of the distance of two neighbours. */
function measure(wall: HTMLElement, x: number, y: number): OnWall | null {
  const boxes = Array.from(wall.querySelectorAll('[data-seed]'), (cell) => cell.getBoundingClientRect())
  const [first, second] = boxes
  if (!first || !second) return null
  const pitch = Math.max(1, second.left - first.left)
  const cells = boxes.map(({ left, top, width, height }) => ({ x: (left + width / 2) / pitch, y: (top + height / 2) / pitch }))
  return { pointer: { x: x / pitch, y: y / pitch }, cells }
}
