// How large a picture is shown, so that each of its pixels is as many whole pixels of the screen as any other.
import { type RefObject, useLayoutEffect, useState } from 'react'

/** The largest side in CSS pixels that fits, in whole multiples on the screen; a picture that does not fit once is shrunk. @param size of the picture in pixels */
export function wholeSide(size: number, room: number, pixelRatio: number): number {
  const factor = Math.floor((room * pixelRatio) / size)
  return factor < 1 ? room : (factor * size) / pixelRatio
}

/** For the room in this element. */
export function useWholeSide(ref: RefObject<HTMLElement | null>, size: number): number {
  const [room, setRoom] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = () => setRoom(Math.min(element.clientWidth, element.clientHeight))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return wholeSide(size, room, devicePixelRatio)
}
