// Lessons on the page: what they hide and show, and what they begin with.
import { expect, test, vi } from 'vitest'
import type { Lesson } from '../../spec/lesson.ts'
import { open } from '../app/test-support.ts'
import { exportActions } from '../export/actions.ts'
import { runsActions } from '../runs/actions.ts'
import { cats, listOf } from '../train/keep-test-support.ts'
import { linkOf } from '../train/settings-slice.ts'
import { lessonActions } from './actions.ts'
import { beginLesson, isHidden, isLeftOut } from './lesson-slice.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const LESSON: Lesson = {
  title: 'Turns',
  start: 'example',
  hidden: ['scores', 'take-away'],
  settings: ['beta'],
  notes: [
    { text: 'First', part: 'samples' },
    { text: 'Second', part: null },
  ],
}

test('a lesson hides parts with their shortcuts, and shows the settings it names; leaving it brings all of it back', () => {
  const { actions, store } = open()
  actions.setLesson(LESSON)
  const blocked = () =>
    [exportActions.takeAway, runsActions.showRuns].map((action) => action.blocked?.(store.getState(), undefined) ?? null)
  expect([isHidden(store.getState(), 'scores'), isHidden(store.getState(), 'charts')]).toEqual([true, false])
  expect([isLeftOut(store.getState(), 'beta'), isLeftOut(store.getState(), 'alpha')]).toEqual([false, true])
  expect(blocked()).toEqual([expect.stringContaining('lesson'), null])
  lessonActions.leave.run(actions, undefined)
  expect([isHidden(store.getState(), 'scores'), isLeftOut(store.getState(), 'alpha'), ...blocked()]).toEqual([false, false, null, null])
})

test('its notes are gone through from the first to the last, and each is read out', () => {
  const { actions, store } = open()
  actions.setLesson(LESSON)
  const blocked = () => [
    lessonActions.back.blocked?.(store.getState(), store.getState().lesson.note - 1),
    lessonActions.next.blocked?.(store.getState(), store.getState().lesson.note + 1),
  ]
  expect(blocked()).toEqual(['This is the first note.', null])
  const before = store.getState()
  lessonActions.next.run(actions, 1)
  expect(lessonActions.next.announce?.(before, store.getState(), 1)).toBe('Second')
  expect(blocked()).toEqual([null, 'This is the last note.'])
})

test('the link of the page keeps the lesson until it is left', () => {
  const { actions, store } = open()
  actions.setLesson(LESSON)
  expect(linkOf(store.getState()).lesson).toEqual(LESSON)
  actions.setLesson(null)
  expect(linkOf(store.getState()).lesson).toBeNull()
})

test.each([
  ['example', { kind: 'example' }],
  ['new', { kind: 'stored', id: cats.id }],
] as const)('a lesson that starts with the %s shows it, also where a run of one’s own is kept', (start, source) => {
  const { actions, store, sent, emit } = open(false, null, cats.id)
  store.setState({ lesson: beginLesson({ ...LESSON, start }) })
  actions.arrive(start === 'example', () => undefined)
  emit(listOf(cats))
  expect(sent.filter(({ type }) => type === 'view').map((command) => 'source' in command && command.source)).toEqual([source])
})
