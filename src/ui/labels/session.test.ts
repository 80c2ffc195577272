// The labelling of a set: what each change does to classes and labels, and that Undo takes every one of them back.
import { expect, test } from 'vitest'
import { type GivenLabels, NO_CLASS } from '../../spec/classes.ts'
import { cleanLabel } from '../../spec/label-names.ts'
import { beginSession, changeSession, countLabels, focusOn, type LabelChange, labelOf, noLabels, type Session, undo } from './session.ts'

const begin = (images = 6) => beginSession(noLabels(images))
const after = (session: Session, ...changes: LabelChange[]) => changes.reduce((now, change) => changeSession(now, change), session)
const label = (images: number[], name: string | null, one = false) => ({ type: 'label', images, name, one }) as const
const plain = ({ names, ofImages }: GivenLabels) => ({ names, ofImages: [...ofImages] })

test('a label that there is no class for makes one, usable from its first picture', () => {
  const { labels } = after(begin(), label([0, 2], ' cat '), label([1], 'dog'))
  expect(plain(labels)).toEqual({ names: ['cat', 'dog'], ofImages: [0, 1, 0, -1, -1, -1] })
  expect([labelOf(labels, 0), labelOf(labels, 3)]).toEqual(['cat', null])
})

test('a name is cleaned as those of a table are, so that the same one is never there twice', () => {
  const long = '\u0958'.repeat(100) // each is two letters once it is normalised
  const { names } = after(begin(), label([0], ' cat '), label([1], 'cat\u200e'), label([2], long)).labels
  expect(names.map(cleanLabel)).toEqual(names)
  expect([names[1], Math.max(...names.map(({ length }) => length))]).toEqual(['cat\ufffd', 100])
})

test('an empty name, a class that there is, and no image change nothing and leave nothing to undo', () => {
  const before = after(begin(), { type: 'add-class', name: 'cat' })
  for (const change of [
    { type: 'add-class', name: ' ' },
    { type: 'add-class', name: 'cat' },
    { type: 'rename-class', from: 'cat', to: ' ' },
    { type: 'rename-class', from: 'fish', to: 'cat' },
    { type: 'remove-class', name: 'fish' },
    label([], 'cat'),
    label([1], ' '),
  ] satisfies LabelChange[]) {
    expect(changeSession(before, change)).toBe(before)
  }
})

test('a removed class takes its labels with it, and those of the others stay what they were', () => {
  const before = after(begin(), label([0], 'cat'), label([1], 'dog'), label([2], 'fish'))
  expect(plain(after(before, { type: 'remove-class', name: 'dog' }).labels)).toEqual({
    names: ['cat', 'fish'],
    ofImages: [0, -1, 1, -1, -1, -1],
  })
})

test('a class renamed to the name of another joins it; else it keeps its place and its images', () => {
  const before = after(begin(), label([0], 'cat'), label([1], 'dog'), label([2], 'fish'))
  expect(plain(after(before, { type: 'rename-class', from: 'cat', to: 'fish' }).labels)).toEqual({
    names: ['dog', 'fish'],
    ofImages: [1, 0, 1, -1, -1, -1],
  })
  expect(after(before, { type: 'rename-class', from: 'cat', to: 'lion' }).labels.names).toEqual(['lion', 'dog', 'fish'])
})

test('every change is undone, the newest first, back to the labels as they came', () => {
  const folders = { source: 'folders', names: ['a', 'b'], ofImages: Int32Array.of(0, 1, 1) } as const
  const start = beginSession(folders)
  const changes: LabelChange[] = [
    label([0], 'b'),
    { type: 'rename-class', from: 'b', to: 'c' },
    { type: 'remove-class', name: 'a' },
    { type: 'skip', image: 1 },
    { type: 'accept', suggestions: [{ image: 1, name: 'c' }] },
    { type: 'replace', labels: noLabels(3), words: 'a table' },
  ]
  const states = [start]
  for (const change of changes) states.push(changeSession(states.at(-1) as Session, change))
  for (const expected of states.reverse().slice(1)) {
    states[0] = undo(states[0] as Session)
    expect(states[0]).toEqual(expected)
  }
  expect(states[0]?.labels).toBe(folders)
  expect(undo(start)).toBe(start)
})

test('any change makes them labels that a person gave, so that they are kept', () => {
  const folders = { source: 'folders', names: ['a'], ofImages: Int32Array.of(0, NO_CLASS) } as const
  expect(after(beginSession(folders), label([1], 'a')).labels.source).toBe('hand')
  expect(after(beginSession(folders), { type: 'add-class', name: 'b' }).labels.source).toBe('hand')
})

test('accepted suggestions become labels; those not accepted do not', () => {
  const before = after(begin(), label([0], 'cat'), label([1], 'dog'))
  const { labels } = after(before, { type: 'accept', suggestions: [{ image: 3, name: 'dog' }, { image: 4, name: 'cat' }] }) // biome-ignore format: one line says it
  expect([...labels.ofImages]).toEqual([0, 1, -1, 1, 0, -1])
})

test('an image that was looked at alone counts as confirmed until its label is given together with others', () => {
  const one = after(begin(), label([0], 'cat', true), { type: 'skip', image: 1 })
  expect([[...one.confirmed], [...one.skipped]]).toEqual([[0], [1]])
  const many = after(one, label([0, 1], 'dog'))
  expect([[...many.confirmed], [...many.skipped]]).toEqual([[], []])
})

test('Undo asks about the image again that it takes the label from; going to another image is no change', () => {
  const asked = focusOn(begin(), 3)
  const answered = changeSession(asked, label([3], 'cat', true), 5)
  expect(answered.focus).toBe(5)
  expect(undo(focusOn(answered, 1)).focus).toBe(3)
})

test('an image that gets a label together with others is no longer asked about', () => {
  const asked = focusOn(begin(), 3)
  expect(changeSession(asked, label([1, 2], 'cat')).focus).toBe(3)
  expect(changeSession(asked, label([2, 3], 'cat')).focus).toBeNull()
})

test('what Undo would take back is said', () => {
  const session = after(begin(), label([0, 1], 'cat'), { type: 'add-class', name: 'dog' }, { type: 'rename-class', from: 'cat', to: 'dog' })
  expect(session.past.map(({ words }) => words)).toEqual(['2 images labelled “cat”', 'the class “dog”', '“cat” merged into “dog”'])
})

test('only so many changes can be undone, so that the memory does not grow with every answer', () => {
  const many = Array.from({ length: 150 }, (_, i) => label([i % 6], i % 2 === 0 ? 'cat' : 'dog'))
  expect(after(begin(), ...many).past.length).toBe(100)
})

test('counts are of the images that training sees', () => {
  const { labels } = after(begin(), label([0, 1, 2], 'cat'), label([3], 'dog'))
  expect(countLabels(labels, new Set([0, 5]))).toEqual({ ofClasses: [2, 1], labelled: 3, unlabelled: 1 })
})
