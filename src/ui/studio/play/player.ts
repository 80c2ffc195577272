// Plays loops, paths and morphs: at each frame of the screen the studio is shown a little later. That is no edit, so nothing of it is in the history.
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { store as page } from '../../app/store.ts'
import { prefersStillness } from '../../shared/motion.ts'
import { show } from '../state/history.ts'
import type { StudioState } from '../state/studio-state.ts'
import { studioStore } from '../state/studio-store.ts'
import { advanced, rewound } from './advance.ts'

export interface PlayerDependencies {
  readonly state: () => StudioState
  /** A change that is no edit. */
  readonly show: (change: Partial<StudioState>) => void
  /** Calls back before the next frame of the screen, with its time in milliseconds. Returns what takes it back. */
  readonly nextFrame: (task: (milliseconds: number) => void) => () => void
}

export interface Player {
  readonly playing: StoreApi<boolean>
  play(): void
  /** Keeps the place. */
  pause(): void
  /** Holds still while a person drags the place, and goes on from there. */
  hold(held: boolean): void
}

/** After a pause of the whole page, such as in a hidden tab, it does not leap. */
const LONGEST_STEP = 0.25

export function makePlayer({ state, show, nextFrame }: PlayerDependencies): Player {
  const playing = createStore<boolean>(() => false)
  let held = false
  let last: number | null = null
  let cancel = () => {}

  function pause() {
    cancel()
    playing.setState(false, true)
  }

  function frame(milliseconds: number) {
    const seconds = last === null || held ? 0 : Math.min(LONGEST_STEP, (milliseconds - last) / 1000)
    last = milliseconds
    const change = advanced(state(), seconds)
    if (change === null) return pause()
    if (seconds > 0) show(change)
    cancel = nextFrame(frame)
  }

  return {
    playing,
    play() {
      if (playing.getState()) return
      show(rewound(state()))
      last = null
      held = false
      playing.setState(true, true)
      cancel = nextFrame(frame)
    },
    pause,
    hold(wanted) {
      held = wanted
    },
  }
}

/** That of the page. */
export const player = makePlayer({
  state: studioStore.getState,
  show,
  nextFrame(task) {
    const request = requestAnimationFrame(task)
    return () => cancelAnimationFrame(request)
  },
})

/** Nothing plays behind the page. */
page.subscribe(({ dialog }) => {
  if (dialog !== 'studio') player.pause()
})

/** Begins by itself, unless the person prefers pictures that do not move. */
export function playUnlessStill(): void {
  if (!prefersStillness()) player.play()
}

export function usePlaying(): boolean {
  return useStore(player.playing)
}
