// Playing loops and paths, frame by frame of a screen of the test.
import { expect, test } from 'vitest'
import { addKeys, withClosed } from '../path/path-edits.ts'
import { makeStudioHistory } from '../state/history.ts'
import { initialStudio, type StudioState } from '../state/studio-state.ts'
import { makeStudioStore } from '../state/studio-store.ts'
import { makePlayer } from './player.ts'

/** A player on a studio of its own; `frames` lets the screen show some of them, so far apart. */
function open(changes: Partial<StudioState>) {
  const store = makeStudioStore()
  const history = makeStudioHistory(store)
  history.restart({ ...initialStudio, ...changes })
  let waiting: ((milliseconds: number) => void) | null = null
  let now = 1000
  const player = makePlayer({
    state: store.getState,
    show: history.show,
    nextFrame(task) {
      waiting = task
      return () => {
        waiting = null
      }
    },
  })
  function frames(count: number, seconds: number) {
    for (let i = 0; i < count; i++) {
      now += 1000 * seconds
      const task = waiting
      waiting = null
      task?.(now)
    }
  }
  const entries = () => store.temporal.getState().pastStates.length
  return { store, history, player, frames, entries, isWaiting: () => waiting !== null }
}

const LOOP = initialStudio.loop
const path = addKeys(
  initialStudio.path,
  [1, 2, 3].map((seed) => ({ seed })),
)
const PATH = { tool: 'path', path } as const

test('a circle goes round once in its seconds and on from where it began, and a walk a stop in its seconds', () => {
  const circle = open({ tool: 'loop', loop: { ...LOOP, circle: { ...LOOP.circle, seconds: 2, at: 0.9 } } })
  circle.player.play()
  circle.frames(1 + 5, 0.1)
  expect(circle.store.getState().loop.circle.at).toBeCloseTo(0.15, 9)
  const walk = open({ tool: 'loop', loop: { ...LOOP, way: 'walk', walk: { seed: 4, seconds: 2, at: 7.5 } } })
  walk.player.play()
  walk.frames(1 + 20, 0.2)
  expect(walk.store.getState().loop.walk.at).toBeCloseTo(9.5, 9)
})

test('a closed path is played round and round, each way in its seconds', () => {
  const { player, frames, store } = open(PATH)
  player.play()
  frames(1 + 5, 0.1)
  expect(store.getState().path.at).toBeCloseTo(0.25, 6)
  frames(60, 0.1) // three ways of two seconds
  expect(store.getState().path.at).toBeCloseTo(0.25, 6)
})

test('an open path ends at its last key; played again it begins at its first', () => {
  const { player, frames, store, isWaiting } = open({ tool: 'path', path: { ...withClosed(path, false), at: 1.9 } })
  player.play()
  frames(10, 0.2)
  expect([store.getState().path.at, player.playing.getState(), isWaiting()]).toEqual([2, false, false])
  player.play()
  frames(1 + 1, 0.2)
  expect(store.getState().path.at).toBeCloseTo(0.1, 6)
})

test('a pause keeps the place, however long it is, and a page that stood still does not leap', () => {
  const { player, frames, store, isWaiting } = open(PATH)
  const at = () => store.getState().path.at
  player.play()
  frames(1 + 4, 0.2)
  const place = at()
  player.pause()
  expect(isWaiting()).toBe(false)
  frames(3, 10)
  player.play()
  frames(1, 10)
  expect(at()).toBe(place)
  frames(1, 601)
  expect(at()).toBeLessThan(place + 0.2)
})

test('while the place is dragged it does not move by itself, and goes on from where it was let go', () => {
  const { player, frames, store, history } = open(PATH)
  const at = () => store.getState().path.at
  player.play()
  frames(2, 0.1)
  player.hold(true)
  history.edit({ path: { ...store.getState().path, at: 1.5 } })
  frames(5, 0.1)
  expect(at()).toBe(1.5)
  player.hold(false)
  frames(4, 0.1)
  expect(at()).toBeCloseTo(1.7, 6)
})

test('playing leaves no entry in the history, and an edit meanwhile leaves one', () => {
  const { player, frames, entries, history, store } = open(PATH)
  player.play()
  frames(30, 0.05)
  expect(entries()).toBe(0)
  history.edit({ path: withClosed(store.getState().path, false) })
  frames(5, 0.05)
  expect(entries()).toBe(1)
  history.undo()
  expect(store.getState().path.closed).toBe(true)
})

test('it ends where the tool does not play, and where a path has nothing to go to', () => {
  for (const changes of [{ tool: 'pad' }, { tool: 'path' }, { tool: 'path', path: addKeys(initialStudio.path, [{ seed: 1 }]) }] as const) {
    const { player, frames, isWaiting } = open(changes)
    player.play()
    frames(1, 0.1)
    expect([player.playing.getState(), isWaiting()]).toEqual([false, false])
  }
})

test('a morph plays from where it is to the other class and stops, and begins again from the first', () => {
  const { store, player, frames, entries, isWaiting } = open({ tool: 'morph', morph: { ...initialStudio.morph, at: 0.5 } })
  player.play()
  frames(1 + 5, 0.2)
  expect(store.getState().morph.at).toBeCloseTo(0.75, 9)
  frames(10, 0.2)
  expect(store.getState().morph.at).toBe(1)
  expect([player.playing.getState(), isWaiting(), entries()]).toEqual([false, false, 0])
  player.play()
  expect(store.getState().morph.at).toBe(0)
})
