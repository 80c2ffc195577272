// Play mode fills the screen where the browser lets it, else the window.
import { type RefObject, useEffect, useState } from 'react'

/** @param ref what fills the screen */
export function useFullScreen(ref: RefObject<HTMLElement | null>) {
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    const onChange = () => document.fullscreenElement === null && setPlaying(false) // left by Esc, which the browser keeps to itself
    document.addEventListener('fullscreenchange', onChange)
    return () => document.removeEventListener('fullscreenchange', onChange)
  }, [])
  return {
    playing,
    begin() {
      setPlaying(true)
      ref.current?.requestFullscreen?.().catch(() => {}) // refused: it fills the window
    },
    leave() {
      setPlaying(false)
      if (document.fullscreenElement !== null) void document.exitFullscreen()
    },
  }
}
