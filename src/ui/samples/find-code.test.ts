// Going to a code on the page: what it leads to, and what is said where it leads nowhere.
import { expect, test, vi } from 'vitest'
import { DEFAULTS } from '../../spec/config.ts'
import { writeLatent } from '../../spec/latent-text.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { readPictureCode } from '../../spec/read-picture-code.ts'
import type { SampleGrid } from '../../spec/report.ts'
import { open, pictures, report } from '../app/test-support.ts'

import { layOut } from '../studio/codes/open-in-studio.ts'
import { studioKey } from '../studio/state/first-studio.ts'
import { restart } from '../studio/state/history.ts'
import { enterRun } from '../studio/state/kept-studio.ts'
import type { StudioState } from '../studio/state/studio-state.ts'
import { initialStudio } from '../studio/state/studio-state.ts'
import { studioStore } from '../studio/state/studio-store.ts'
import { classNames } from '../train/class-names.ts'
import { findCode } from './find-code.ts'
import { codeOfPoint, factsOf, pointOfSample } from './picture-codes.ts'
import { sampleAt } from './wall-view.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const seedsFrom = (first: number) => Array.from({ length: 64 }, (_, i) => first + i)

/** A run that rests at step 30, whose step 20 is kept. @param counts of its classes */
function trained(counts: readonly number[] = []) {
  const page = open()
  page.ready()
  page.actions.train()
  const run = page.store.getState().run.number
  page.emit({ type: 'run-id', run, id: 'k3f9x2b7' })
  if (counts.length > 0) {
    const names = counts.map((_, i) => `kind ${i}`)
    const [ofImages, confidence] = [new Int32Array(0), new Float32Array(0)]
    page.emit({ type: 'classes', run, classes: { conditioning: 'given', names, counts, step: 0, ofImages, confidence, accuracy: null } })
  }
  page.emit({ type: 'step', run, report: report(30) })
  const classes = counts.length > 0 ? { classes: seedsFrom(1).map((seed) => seed % counts.length) } : {}
  const wall = (step: number, first = 1): SampleGrid => ({ step, seeds: seedsFrom(first), ...classes, pictures })
  page.emit({ type: 'samples', run, grid: wall(30) })
  page.emit({ type: 'snapshots', run, snapshots: [{ file: 'twenty', step: 20, savedAt: 0, bytes: 1, content: 'state' }] })
  page.emit({ type: 'state', run, state: 'paused' })
  const state = () => page.store.getState()
  const find = (code: string) => findCode(state(), code)
  /** Goes to it, or to what is offered in its place. */
  const go = (code: string) => {
    const answer = find(code)
    const target = 'target' in answer ? answer.target : answer.offer?.target
    if (target) page.actions.goTo(target)
    return 'target' in answer ? null : answer.sentence
  }
  return { ...page, run, wall, state, find, go }
}

test('the code of a sample on the wall leads to it, and that of another page has it drawn', () => {
  const { state, go, sent } = trained()
  const grid = state().samples.grid as SampleGrid
  const code = codeOfPoint(state(), grid.step, pointOfSample(sampleAt(grid, 6)))
  expect(code).toBe('k3f9x2-30-7')
  expect(go(code)).toBeNull()
  expect(state().samples.enlarged).toEqual({ seed: 7, class: null })
  expect(go('http://page/#preset=smoke&code=k3f9x2-30-100&seed=3')).toBeNull()
  expect(go('file:///home/me/shapes.html#k3f9x2-30-100 ')).toBeNull()
  expect(state().samples.enlarged).toEqual({ seed: 100, class: null })
  expect(sent.at(-1)).toMatchObject({ type: 'show-samples', seeds: seedsFrom(65) })
})

test('a sample in another class than on the wall is looked for among that class', () => {
  const { state, go, sent } = trained([5, 5, 5])
  expect(go('k3f9x2-30-4-c2')).toBeNull() // as it is on the wall
  expect(sent.at(-1)?.type).not.toBe('show-samples')
  expect(go('k3f9x2-30-4-c3')).toBeNull()
  expect(sent.at(-1)).toMatchObject({ type: 'show-samples', seeds: seedsFrom(1), classes: seedsFrom(1).map(() => 2) })
  expect(state().samples).toMatchObject({ enlarged: { seed: 4, class: 2 }, view: { kind: 'one', class: 2 } })
})

test('a position between two samples is shown at the slider, with its ends and its method', () => {
  const { state, go, sent } = trained()
  expect(go('k3f9x2-30-4-to90-at0.125-lerp')).toBeNull()
  expect(state().samples).toMatchObject({
    between: 'samples',
    a: { seed: 4, class: null },
    b: { seed: 90, class: null },
    method: 'lerp',
    position: 0.125,
  })
  expect(sent.findLast(({ type }) => type === 'interpolate')).toMatchObject({ a: 4, b: 90 })
})

test('a position between two classes of one sample is shown in the class morph', () => {
  const { state, go } = trained([5, 5, 5])
  expect(go('k3f9x2-30-9-c2-to9-toc3-at0.7')).toBeNull()
  expect(state().samples).toMatchObject({ between: 'classes', morph: { seed: 9, from: 1, to: 2 }, position: 0.7 })
})

test('of a step that is kept the snapshot is offered, and of one that is not, the sample as it is now', () => {
  const { state, go, find, emit, run, wall, sent } = trained()
  expect(find('k3f9x2-20-7')).toMatchObject({ sentence: 'This code is of step 20, which is kept.', offer: { label: 'Show step 20' } })
  go('k3f9x2-20-7')
  expect(sent.findLast(({ type }) => type === 'show-snapshot')).toMatchObject({ file: 'twenty' })
  expect(state().samples.enlarged).toEqual({ seed: 7, class: null })
  emit({ type: 'snapshot', run, file: 'twenty', pictures: { step: 20, wall: wall(20), panel: null } })
  expect(find('k3f9x2-20-8')).toMatchObject({ target: { file: 'twenty' } }) // it is shown now

  expect(go('k3f9x2-10-9')).toBe('This code is of step 10, which is not kept. The run is at step 30.')
  expect([state().timeline.pinned, state().samples.enlarged]).toEqual([null, { seed: 9, class: null }])
})

test('of a kept step the sample is shown in the class of its code, or not at all', () => {
  const { state, go } = trained([5, 5, 5])
  go('k3f9x2-20-7-c3') // on the wall it is in another one
  expect([state().timeline.pinned, state().samples.enlarged]).toEqual(['twenty', { seed: 7, class: 2 }])
})

test.each<[string, string | null, StudioState['mix']?]>([
  ['k3f9x2-30-7-loop0.5-at0.5', null],
  ['k3f9x2-30-7-pad1.2.3-x0.5-y0.5', null],
  [`k3f9x2-30-7-z${writeLatent(new Float32Array(DEFAULTS.latent))}`, null],
  ['k3f9x2-30-7-to8-at0.5-var0.7', null],
  ['k3f9x2-30-7-pc1p2', null],
  ['k3f9x2-30-0', null],
  ['k3f9x2-30-7-mix20late', null, { snapshot: 'twenty', from: 'late' }],
  ['k3f9x2-20-7-mix30middle', 'twenty', { snapshot: null, from: 'middle' }],
  ['k3f9x2-20-65', 'twenty'],
  ['k3f9x2-20-6-to7-at0.5', 'twenty'],
])('what the wall and the slider cannot show is shown in the studio: %s', async (code, file, mix = null) => {
  const { state, go } = trained()
  enterRun(studioKey(state()))
  restart(initialStudio)
  go(code)
  expect(state()).toMatchObject({ dialog: 'studio', timeline: { pinned: null }, samples: { enlarged: null } })
  await vi.waitFor(() => expect(studioStore.getState()).toMatchObject({ ...layOut(pointOf(code), initialStudio), snapshot: file, mix }))
})

function pointOf(text: string): LatentPoint {
  const read = readPictureCode(text)
  if ('problem' in read) throw new Error(read.problem)
  return read.code.point
}

test.each([
  ['abc123-30-7', 'This code is of the run abc123, and “Shapes” is the run k3f9x2.'],
  ['k3f9x2-30', 'is not the code of a picture'],
  ['k3f9x2-30-7-c1', 'This code is of class 1, and the run has no classes.'],
  ['k3f9x2-30-7-mix10late', 'This code has layers of step 10, which is not kept.'],
  ['k3f9x2-30-7-zqcngn7y', `The latent in this code has 4 numbers, and those of the run have ${DEFAULTS.latent}.`],
  ['k3f9x2-30-7-pad1.2.c1-x0.5-y0.5', 'This code is of class 1, and the run has no classes.'],
])('%s leads nowhere, and nothing is offered', (code, sentence) => {
  expect(trained().find(code)).toEqual({ sentence: expect.stringContaining(sentence), offer: null })
})

test('once a run has failed, its codes say why nothing is drawn; without a run there is nothing to go to', () => {
  const { find, emit } = trained()
  emit({ type: 'failed', run: null, failure: { reason: 'worker-lost', message: 'Gone.', advice: 'Restart.' } })
  expect(find('k3f9x2-30-7')).toEqual({ sentence: 'The run has ended: it draws no more samples.', offer: null })
  expect(findCode(open().store.getState(), 'k3f9x2-30-7')).toEqual({ sentence: 'There are no samples yet.', offer: null })
})

test('a saved file names the run, its step and its classes', () => {
  const { state } = trained([5, 5])
  const facts = factsOf(state(), 30, [{ seed: 3, class: 1 }])
  expect(facts).toEqual({
    run: { id: 'k3f9x2b7', name: 'Shapes' },
    step: 30,
    points: [{ seed: 3, class: 1 }],
    classNames: classNames(state()),
  })
})
