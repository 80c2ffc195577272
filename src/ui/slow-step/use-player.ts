// Plays the stages one after another, or goes through them by keys: the arrows, Home, End, and Space to play and pause.
import { useEffect, useState } from 'react'
import { STAGE_SECONDS } from './stages.ts'

export interface Player {
  /** Index of the stage that is shown. */
  readonly at: number
  readonly last: number
  readonly playing: boolean
  /** Also pauses. */
  goTo(stage: number): void
  /** Pauses, or plays on; at the end from the beginning. */
  toggle(): void
}

export function usePlayer(count: number): Player {
  const last = count - 1
  const [at, setAt] = useState(0)
  const [wanted, setWanted] = useState(false)
  const playing = wanted && at < last

  useEffect(() => {
    if (!playing) return
    const timer = setTimeout(() => setAt(at + 1), 1000 * STAGE_SECONDS)
    return () => clearTimeout(timer)
  }, [playing, at])

  function goTo(stage: number) {
    setWanted(false)
    setAt(Math.min(last, Math.max(0, stage)))
  }
  function toggle() {
    if (!playing && at === last) setAt(0)
    setWanted(!playing)
  }

  useEffect(() => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => goTo(at - 1),
      ArrowRight: () => goTo(at + 1),
      Home: () => goTo(0),
      End: () => goTo(last),
      ' ': toggle,
    }
    function onKeyDown(event: KeyboardEvent) {
      const move = moves[event.key]
      const pressed = event.key === ' ' && event.target instanceof Element && event.target.closest('button, summary') !== null
      if (!move || pressed || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      move()
    }
    document.addEventListener('keydown', onKeyDown, true) // the dialog lets no arrow key through
    return () => document.removeEventListener('keydown', onKeyDown, true)
  })

  return { at, last, playing, goTo, toggle }
}
