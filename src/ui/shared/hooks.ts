// Small hooks that several features use: widths, elapsed and remaining time.
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { addMark, type Marks, paceOf } from './pace.ts'

/** The element's width in CSS pixels, as it changes. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}

/** Seconds since `active` has been true; 0 while it is not. */
export function useElapsed(active: boolean): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!active) return
    const began = performance.now()
    const timer = setInterval(() => setSeconds((performance.now() - began) / 1000), 1000)
    return () => {
      clearInterval(timer)
      setSeconds(0)
    }
  }, [active])
  return seconds
}

/** Estimated seconds left from the pace so far, or null while it is too early to say. A share that falls starts a new estimate. */
export function useTimeLeft(share: number): number | null {
  const [marks, setMarks] = useState<Marks>([])
  useEffect(() => {
    const mark = { at: performance.now(), done: share }
    setMarks((before) => (share < (before.at(-1)?.done ?? 0) ? [mark] : addMark(before, mark)))
  }, [share])
  return paceOf(marks, { total: 1 })?.left ?? null
}
