// What the Labels view says: counts, where labels are kept, how good suggestions are.
import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import { initialState, type State } from '../app/store.ts'
import { accuracySentence, countsSentence, gainSentence, savedSentence, sourceSentence, WITHOUT_LABEL } from './describe-labels.ts'

test('how many images have a label is said for none, some and all', () => {
  const said = (labelled: number, unlabelled: number) => countsSentence({ ofClasses: [], labelled, unlabelled })
  expect([said(0, 300), said(111, 189), said(300, 0), said(1, 0)]).toEqual([
    'None of 300 images has a label.',
    '111 of 300 images have a label, 189 have none.',
    'All 300 images have a label.',
    'The only image has a label.',
  ])
})

test('labels count as saved only when the trainer has them, and the images are kept', () => {
  const said = (
    kind: 'builtin' | 'kept' | 'files',
    keptName: string,
    saving: State['labels']['saving'] = 'saved',
    preparation = DEFAULT_PREPARATION,
  ) => {
    const { labels, data } = initialState
    const opened = { source: { kind }, summary: { label: 'Cats' }, preparation: DEFAULT_PREPARATION } as State['data']['opened']
    const sets = [{ name: keptName, preparation }] as unknown as State['data']['kept']['sets']
    return savedSentence({ labels: { ...labels, saving }, data: { ...data, opened, kept: { ...data.kept, sets } } })
  }
  expect([said('files', 'Cats', 'waiting'), said('builtin', 'Dogs')]).toEqual(['Saving…', 'Saved in this browser.'])
  expect([said('files', 'Cats'), said('kept', 'Dogs')]).toEqual(['Saved with the images.', 'Saved with the images.'])
  const notKept = [said('files', 'Dogs'), said('files', 'Cats', 'saved', { ...DEFAULT_PREPARATION, size: 64 })]
  for (const sentence of notKept) expect(sentence).toContain('last as long as the page is open')
})

test('where labels come from is said, once there are any', () => {
  const ofImages = new Int32Array(2)
  expect(sourceSentence({ source: 'hand', names: [], ofImages })).toBe('There are no labels yet.')
  expect(sourceSentence({ source: 'folders', names: ['a'], ofImages })).toBe('They are the names of the sub-folders.')
})

test('the accuracy of suggestions is given with its interval, or not at all', () => {
  expect(accuracySentence({ accuracy: { value: 0.9, low: 0.85, high: 0.94 } })).toContain('90 %')
  expect(accuracySentence({ accuracy: { value: 0.9, low: 0.85, high: 0.94 } })).toContain('85 % to 94 %')
  expect(accuracySentence({ accuracy: null })).toContain('a few more labels')
  expect([gainSentence({ gainsMost: 1 }, ['cat', 'dog']), gainSentence({ gainsMost: null }, ['cat'])]).toEqual([
    'Ten more of “dog” would help most.',
    null,
  ])
})

test('the setting that infers labels is named as the settings name it', () => {
  const inferred = FIELDS.conditioning.options.find(({ value }) => value === 'inferred')
  expect(WITHOUT_LABEL).toContain(`“${inferred?.label}”`)
})
