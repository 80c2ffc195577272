// Playing through the steps of a run: on to the next one some time after the pictures of this one are there.
import { useEffect, useState } from 'react'
import { PLAY_MS } from '../../samples/timeline-actions.ts'
import { prefersStillness } from '../../shared/motion.ts'

interface Playing {
  readonly playing: boolean
  /** From the first step on, where the last one is shown. */
  toggle(): void
  stop(): void
}

/** @param ready whether the pictures of the step are there */
export function useTimePlay(at: number, count: number, ready: boolean, show: (index: number) => void): Playing {
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!playing || !ready) return
    if (at === count - 1) return setPlaying(false)
    const timer = setTimeout(() => show(at + 1), prefersStillness() ? PLAY_MS.still : PLAY_MS.moving)
    return () => clearTimeout(timer)
  }, [playing, ready, at, count, show])
  return {
    playing,
    stop: () => setPlaying(false),
    toggle() {
      if (!playing && at === count - 1) show(0)
      setPlaying(!playing)
    },
  }
}
