// Which preset is advised for which images, and when nothing is said.
import { expect, test, vi } from 'vitest'
import { type PresetName, presetConfig } from '../../spec/presets.ts'
import { initialState, type State } from '../app/store.ts'
import { open } from '../app/test-support.ts'
import { advisePreset, shownAdvice } from './which-preset.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const labels = (classes: number, unlabelled = 0) => ({ names: Array.from({ length: classes }, (_, i) => `kind ${i}`), unlabelled })
const presetFor = (...args: Parameters<typeof advisePreset>) => advisePreset(...args)?.preset ?? null

test('images without labels are divided into groups once there are enough of them', () => {
  expect([presetFor(49, null), presetFor(50, null), presetFor(499, null)]).toEqual([null, 'sketch', 'sketch'])
  expect(advisePreset(600, null)).toMatchObject({ preset: 'self-conditioned', changes: { classCount: 12 } })
  expect(advisePreset(60_000, null)).toMatchObject({ preset: 'self-conditioned', changes: {} }) // as many as in the preset
  expect(presetFor(4096, labels(1))).toBe('self-conditioned') // a single label tells nothing
})

test('where images are too few to be grouped but enough for two kinds, it asks for labels', () => {
  expect(advisePreset(300, null)).toMatchObject({ preset: 'sketch', lacksLabels: true })
  expect(advisePreset(300, null)?.sentence).toContain('300 images without labels: Sketch')
  expect(advisePreset(99, null)).toMatchObject({ preset: 'sketch', lacksLabels: false })
  expect(advisePreset(60, labels(1, 39))?.sentence).toBe('60 images of one kind: Sketch, since they are too few to be grouped.')
})

test('with few images of a class nothing is learnt class by class, however many have labels', () => {
  expect(advisePreset(300, labels(30))?.sentence).toBe(
    '300 images of 30 kinds: Sketch, since about 10 of each are too few to learn each kind by itself.',
  )
  expect([presetFor(300, labels(7)), presetFor(300, labels(6))]).toEqual(['sketch', 's3gan'])
})

test('a few labels are enough to infer the others; with fewer it asks for more', () => {
  expect(advisePreset(2000, labels(4, 1980))?.sentence).toBe(
    '2,000 images of 4 kinds, 20 with a label: S3GAN infers the others, and learns each kind by itself.',
  )
  expect(advisePreset(2000, labels(4, 1981))).toMatchObject({ preset: 's3gan', lacksLabels: true })
  expect(advisePreset(2000, labels(4))?.sentence).toBe('2,000 images of 4 kinds, all with a label: S3GAN learns each kind by itself.')
})

const shown = (state: State, changes: Partial<State['settings']> = {}) =>
  shownAdvice({ ...state, settings: { ...state.settings, ...changes } })?.preset ?? null

function pageWith(count: number) {
  const page = open()
  page.ready()
  const { data } = page.store.getState()
  if (data.opened)
    page.store.setState({ data: { ...data, opened: { ...data.opened, summary: { ...data.opened.summary, count, labels: null } } } })
  return page
}

test('it is silent before images are open, during a run, beside presets chosen to compare, and where classes were chosen by hand', () => {
  const { store } = pageWith(600)
  const state = store.getState()
  expect(shown(state)).toBe('self-conditioned')
  expect(shown(initialState)).toBeNull()
  expect(shown({ ...state, run: { ...state.run, state: 'paused' } })).toBeNull()
  const as = (preset: PresetName) => ({ preset, config: presetConfig(preset) })
  expect([shown(state, as('plain-gan')), shown(state, as('paper')), shown(state, as('s3gan'))]).toEqual([null, null, 'self-conditioned'])
  expect(shown(state, { config: { ...state.settings.config, conditioning: 'random' } })).toBeNull()
})

test('taking the advice keeps what the person changed, and then there is nothing more to take', () => {
  const { store, actions } = pageWith(600)
  actions.setField('steps', 400)
  actions.setField('flip', true)
  actions.takeAdvice()
  const { settings } = store.getState()
  expect(settings).toMatchObject({
    preset: 'self-conditioned',
    config: { steps: 400, flip: true, conditioning: 'clusters', classCount: 12 },
  })
  expect(shown(store.getState())).toBe('self-conditioned')
})
