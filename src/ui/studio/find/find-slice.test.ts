// The search for a photo on the page: what is shown of it from the choice to the result, and what becomes of a picture that was found.
import { expect, test } from 'vitest'
import type { Command } from '../../../protocol.ts'
import type { FindTarget, FoundPicture } from '../../../spec/find-latent.ts'
import { applyEvent } from '../../app/apply-event.ts'
import { initialState, makeStore } from '../../app/store.ts'
import { initialStudio } from '../state/studio-state.ts'
import { describeFound, describeSearchEnd } from './describe-find.ts'
import { intoPad } from './find-actions.ts'
import { createFindActions } from './find-commands.ts'
import { nextSearch, withoutSearch } from './find-slice.ts'

const picture = { count: 1, size: 1, pixels: new Uint8ClampedArray(4) }
const target: FindTarget = { picture, notes: ['Cut square.'] }
const found: FoundPicture = { picture, error: 12.75, seedError: 76.5, latent: 'abc', class: 1, step: 300 }
const photo = { path: 'cat.png', file: null }

function page() {
  const store = makeStore()
  const sent: Command[] = []
  const client = { send: (command: Command) => sent.push(command), onEvent: () => undefined, restart: () => undefined }
  return { store, sent, actions: createFindActions({ client: client as never, store }), find: () => store.getState().find }
}

test('a search shows the photo, then the nearest picture so far, then what was found, and events of an earlier search are dropped', () => {
  const { store, sent, actions, find } = page()
  const apply = (event: Parameters<typeof applyEvent>[1]) => store.setState(applyEvent(store.getState(), event))
  actions.findLatent(photo, null, null)
  actions.findLatent(photo, 'snapshot-7', 2)
  expect(sent).toEqual([
    { type: 'find-latent', id: 1, source: { run: 0, snapshot: null }, photo },
    { type: 'find-latent', id: 2, source: { run: 0, snapshot: 'snapshot-7' }, photo, class: 2 },
  ])
  apply({ type: 'find-failed', id: 1, sentence: null })
  expect(find()).toMatchObject({ name: 'cat.png', underWay: { id: 2, share: 0 }, target: null })
  apply({ type: 'find-target', id: 2, target })
  apply({ type: 'find-progress', id: 2, share: 0.5, left: 8, nearest: { picture, error: 40 } })
  expect(find()).toMatchObject({ target, underWay: { share: 0.5, left: 8 }, nearest: { error: 40 }, found: null })
  apply({ type: 'latent-found', id: 2, found })
  expect(find()).toMatchObject({ underWay: null, target, nearest: found, found })
  expect(describeFound(found)).toBe('Its pixels are 5.0 % off, those of the best of 256 seeds 30 %.')
  expect(describeSearchEnd(find())).toContain('The nearest picture is found.')
  expect(withoutSearch(find())).toBe(find()) // and stays
})

test('a cancelled search leaves nothing, one that fails says why, and so does one whose trainer is gone', () => {
  const { store, sent, actions, find } = page()
  const fail = (id: number, sentence: string | null) => store.setState(applyEvent(store.getState(), { type: 'find-failed', id, sentence }))
  actions.findLatent(photo, null, null)
  actions.cancelFind()
  expect([sent.at(-1), find().underWay?.cancelling]).toEqual([{ type: 'cancel-find', id: 1 }, true])
  fail(1, null)
  expect(find()).toEqual({ ...initialState.find, lastId: 1 })
  actions.findLatent(photo, null, null)
  fail(2, '“cat.png” cannot be used.')
  expect(find()).toMatchObject({ underWay: null, problem: '“cat.png” cannot be used.' })
  expect(describeSearchEnd(find())).toBe('“cat.png” cannot be used.')
  actions.findLatent(photo, null, null)
  expect(find().problem).toBeNull()
  expect(withoutSearch(find())).toMatchObject({ underWay: null, problem: expect.stringContaining('The trainer stopped') })
  expect(nextSearch(find())).toEqual({ ...initialState.find, lastId: 3 })
})

test('a picture that was found goes into the first corner that is not locked, and the pad shows it', () => {
  const state = { ...initialStudio, tool: 'time', pad: { ...initialStudio.pad, locked: [true, false, true, true] } } as const
  const point = { seed: 0, class: 1, latent: 'abc' }
  const { tool, pad } = intoPad(state, point)
  expect(tool).toBe('pad')
  expect(pad).toMatchObject({ x: 1, y: 0, corners: [{ seed: 1 }, point, { seed: 3 }, { seed: 4 }] })
  const locked = intoPad({ ...state, pad: { ...state.pad, locked: [true, true, true, true] } }, point)
  expect(locked.pad).toMatchObject({ x: 0, y: 0, corners: [point, { seed: 2 }, { seed: 3 }, { seed: 4 }] })
})
