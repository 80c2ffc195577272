// Where the focus goes when what had it goes away: left to itself it falls back to the top of the page.
import { type RefObject, useLayoutEffect, useRef } from 'react'

/** A question that was asked from within is on its way out too. */
const QUESTION = '[role="alertdialog"]'

/** @param fallback who takes the focus over; the same function at every call */
export function useFocusFallback(
  box: RefObject<HTMLElement | null>,
  fallback: (leaving: HTMLElement) => HTMLElement | null | undefined,
): void {
  useLayoutEffect(() => {
    const leaving = box.current
    return () => {
      const focused = document.activeElement
      if (leaving?.contains(focused) || (leaving && focused?.closest(QUESTION))) fallback(leaving)?.focus()
    }
  }, [box, fallback])
}

/** The first thing there is to do about the images. */
export const FOLDER_BUTTON = 'choose-folder'
export const folderButton = () => document.getElementById(FOLDER_BUTTON)

/** The first thing there is to do once all is as it should be. */
export const TRAIN_BUTTON = 'train'
export const trainButton = () => document.getElementById(TRAIN_BUTTON)

const PANEL = '[role="tabpanel"]'

/** The element that replaces a pressed button takes its focus, so that keyboard users do not start again at the top of the page. */
export function useFocusWhenLost<T extends HTMLElement>(): RefObject<T | null> {
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
