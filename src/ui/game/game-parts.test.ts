import { expect, test } from 'vitest'
import { initialState } from '../app/store.ts'
import { GAME_PARTS, litParts } from './game-parts.ts'

const { run, settings, analyses } = initialState
const running = { run: { ...run, state: 'running' as const }, settings, analyses }
const withShare = (rotatedShare: number) => ({ ...settings, config: { ...settings.config, rotatedShare } })

test('while training all parts are at work, but the turns only where images are turned', () => {
  expect(litParts({ ...running, settings: withShare(0.25) })).toEqual(GAME_PARTS)
  const plain = litParts({ ...running, settings: withShare(0) })
  expect(GAME_PARTS.filter((part) => !plain.includes(part))).toEqual(['turns', 'rotation'])
})

test('paused, finished or only shown, no part is at work', () => {
  for (const state of ['idle', 'viewing', 'preparing', 'paused', 'finished', 'failed'] as const)
    expect(litParts({ ...running, run: { ...run, state } }), state).toEqual([])
})

test('a score asks G alone, and what training waits for otherwise asks neither', () => {
  expect(litParts({ ...running, run: { ...running.run, waitsFor: 'score' } })).toEqual(['noise', 'generator', 'fakes'])
  expect(litParts({ ...running, run: { ...running.run, waitsFor: 'labels' } })).toEqual([])
})
