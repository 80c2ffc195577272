// How high the bar that stays on top is just now, told to the style sheet: what is scrolled to, by a link or by Tab, stops below it.
import { type RefObject, useLayoutEffect } from 'react'

export function useBarHeight(bar: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = bar.current
    if (element === null) return
    const observer = new ResizeObserver(() => document.documentElement.style.setProperty('--bar-height', `${element.offsetHeight}px`))
    observer.observe(element)
    return () => observer.disconnect()
  }, [bar])
}
