// What comes in the place of a button that went when it was pressed takes its focus, so that a keyboard does not start again at the top.
import { type RefObject, useLayoutEffect, useRef } from 'react'

const PANEL = '[role="tabpanel"]'

export function useKeptFocus<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null)
  useLayoutEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true })
  })
  // The button was on another tab, which is about to be hidden.
  useLayoutEffect(() => {
    const panel = document.activeElement?.closest(PANEL)
    if (panel && panel !== ref.current?.closest(PANEL)) ref.current?.focus({ preventScroll: true })
  }, [])
  return ref
}
