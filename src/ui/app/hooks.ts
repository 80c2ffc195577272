// Hooks of the page as a whole: the height of its top bar, its scroll position, pasted files.
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { focusOf } from './shortcut-keys.ts'

/** Keeps `--bar-height` at the height of the fixed top bar in px: what is scrolled to, by a link or by Tab, stops below it. */
export function useBarHeight(bar: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = bar.current
    if (element === null) return
    const observer = new ResizeObserver(() => document.documentElement.style.setProperty('--bar-height', `${element.offsetHeight}px`))
    observer.observe(element)
    return () => observer.disconnect()
  }, [bar])
}

/** Scrolls to the top when the order of the page's sections changes. */
export function useTopOnChange(order: unknown): void {
  const last = useRef(order)
  useLayoutEffect(() => {
    if (last.current !== order) scrollTo({ top: 0, behavior: 'instant' })
    last.current = order
  }, [order])
}

/** Calls back with files that are pasted anywhere except into a text field. @param onPaste null: another part of the page takes them */
export function useFilePaste(onPaste: ((files: FileList) => void) | null): void {
  useEffect(() => {
    if (onPaste === null) return
    const take = onPaste
    function paste(event: ClipboardEvent) {
      const files = event.clipboardData?.files
      if (files === undefined || files.length === 0 || focusOf(event.target) === 'text') return
      event.preventDefault()
      take(files)
    }
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [onPaste])
}
