// The class morph: what is asked for, and what it does where classes change or are missing.
import { expect, test, vi } from 'vitest'
import { open, pictures } from '../app/test-support.ts'
import { isMorph, morphOf, pickActions } from './actions.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

function trained(counts: readonly number[]) {
  const page = open()
  page.ready()
  page.actions.train()
  const run = page.store.getState().run.number
  const names = counts.map((_, i) => `kind ${i}`)
  const [ofImages, confidence] = [new Int32Array(0), new Float32Array(0)]
  page.emit({ type: 'classes', run, classes: { conditioning: 'given', names, counts, step: 0, ofImages, confidence, accuracy: null } })
  page.emit({ type: 'samples', run, grid: { step: 1, seeds: [1, 2, 3], classes: [0, 2, 0], pictures } })
  page.emit({ type: 'state', run, state: 'paused' })
  const asked = () => page.sent.filter((command) => command.type === 'interpolate').at(-1)
  const answer = () => {
    const request = asked()
    if (request)
      page.emit({
        type: 'interpolation',
        run,
        request: request.request,
        interpolation: { step: 1, a: request.a, b: request.b, points: [], pictures },
      })
  }
  return { ...page, asked, answer, morph: () => morphOf(page.store.getState()) }
}

test('the same seed is asked for twice, from one class to the other', () => {
  const { actions, asked, answer } = trained([5, 5, 5])
  actions.setBetween('classes')
  expect(asked()).toMatchObject({ a: 1, b: 1, classes: [0, 1] })
  answer()
  pickActions.morph.run(actions, { seed: 2, class: 2 })
  expect(asked()).toMatchObject({ a: 2, b: 2, classes: [2, 1] })
})

test('a class chosen at both ends trades places, and swapping keeps the picture at the slider', () => {
  const { actions, morph, store } = trained([5, 5, 5])
  actions.setMorph({ from: 1 })
  expect(morph()).toMatchObject({ from: 1, to: 0 })
  actions.setMorph({ to: 2 })
  actions.setMorph({ from: 2 })
  expect(morph()).toMatchObject({ from: 2, to: 1 })
  actions.setPosition(0.2)
  actions.swapClasses()
  expect([morph(), store.getState().samples.position]).toEqual([{ seed: 1, from: 1, to: 2 }, 0.8])
})

test('classes are swapped and traded as they are shown, also in the place of chosen ones without images', () => {
  const { actions, morph } = trained([0, 0, 5, 5, 5])
  expect(morph()).toMatchObject({ from: 2, to: 3 })
  actions.swapClasses()
  expect(morph()).toMatchObject({ from: 3, to: 2 })
  actions.setMorph({ to: 4 })
  actions.setMorph({ to: 3 })
  expect(morph()).toMatchObject({ from: 4, to: 3 })
})

test('a class without images is replaced, and with one class left there is no morph', () => {
  expect(trained([0, 5, 5]).morph()).toMatchObject({ from: 1, to: 2 })
  const { actions, store } = trained([0, 5, 0])
  actions.setBetween('classes')
  expect(isMorph(store.getState())).toBe(false)
})

test('the pictures of the last ends are not shown as those of the morph', () => {
  const { actions, answer, store } = trained([5, 5, 5])
  actions.setEnd('a', { seed: 1, class: 0 })
  actions.setEnd('b', { seed: 2, class: 2 })
  answer()
  expect(store.getState().samples.interpolation).not.toBeNull()
  actions.setBetween('classes')
  expect(store.getState().samples.interpolation).toBeNull()
})
