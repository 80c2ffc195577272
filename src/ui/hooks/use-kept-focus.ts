// What comes in the place of a button that was pressed takes its focus, so that a keyboard does not start again at the top.
import { type RefObject, useLayoutEffect, useRef } from 'react'

export function useKeptFocus<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null)
  useLayoutEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true })
  })
  return ref
}
