// Dragging over a square moves the position on the pad: the first pointer leads, and others on it are ignored until it is lifted.
import { type PointerEvent, useEffect, useId, useRef } from 'react'
import { beginGesture, edit, endGesture } from '../state/history.ts'
import { movePad } from '../state/studio-edits.ts'
import { positionAt } from './pad-moves.ts'

export function usePadDrag() {
  const leader = useRef<number | null>(null)
  const owner = useId()
  useEffect(() => () => endGesture(owner), [owner])

  function follow({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>) {
    const position = positionAt(currentTarget.getBoundingClientRect(), clientX, clientY)
    edit((state) => movePad(state, position))
  }
  function end({ pointerId }: PointerEvent) {
    if (pointerId !== leader.current) return
    leader.current = null
    endGesture(owner)
  }
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (leader.current !== null || event.button !== 0) return
      leader.current = event.pointerId
      event.currentTarget.setPointerCapture(event.pointerId)
      beginGesture(owner)
      follow(event)
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (event.pointerId === leader.current) follow(event)
    },
    onPointerUp: end,
    onPointerCancel: end,
    onLostPointerCapture: end,
  }
}
