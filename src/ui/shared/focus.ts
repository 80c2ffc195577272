// Where the focus goes when the focused element is removed: by default it would fall back to the top of the page.
import { type RefObject, useLayoutEffect, useRef } from 'react'

/** A confirmation opened from within the box closes together with it. */
const QUESTION = '[role="alertdialog"]'

/** Moves the focus when `box` is removed with the focus inside. @param fallback must keep its identity */
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

/** Default target after actions on the images. */
export const FOLDER_BUTTON = 'choose-folder'
export const folderButton = () => document.getElementById(FOLDER_BUTTON)

// Parts of the page, by the ids of their elements.
/** Where images are chosen. */
export const DATA_SECTION = 'data'
export const SETTINGS_SECTION = 'settings'
export const PICTURES_SECTION = 'pictures'
export const SCORES_SECTION = 'scores'
export const CHARTS_SECTION = 'charts'
export const ROTATION_PANEL = 'rotations'
export const LATENT_PANEL = 'latent'

/** Scrolls to the first panel of this part and focuses it, so that Tab continues from there. */
export function goToPanel(id: string): void {
  const part = document.getElementById(id)
  const panel = part?.matches('section') ? part : part?.querySelector('section')
  if (!panel) return
  panel.tabIndex = -1
  panel.scrollIntoView()
  panel.focus({ preventScroll: true })
}

export const TIMELINE = 'timeline'
/** Target where a snapshot was shown and the live samples are back. */
export const timelineSlider = () => document.getElementById(TIMELINE)?.querySelector('input')

export const BETWEEN = 'between'
/** Target where a picture between two samples was gone to. */
export const betweenSlider = () => document.getElementById(BETWEEN)?.querySelector('input')

/** Default target once everything is ready. */
export const TRAIN_BUTTON = 'train'
export const trainButton = () => document.getElementById(TRAIN_BUTTON)

const PANEL = '[role="tabpanel"]'

/** The element that replaces a pressed button takes its focus, so that keyboard users do not start again at the top of the page. */
export function useFocusWhenLost<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null)
  useLayoutEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true })
  })
  // The pressed button was on another tab, which is about to be hidden.
  useLayoutEffect(() => {
    const panel = document.activeElement?.closest(PANEL)
    if (panel && panel !== ref.current?.closest(PANEL)) ref.current?.focus({ preventScroll: true })
  }, [])
  return ref
}
