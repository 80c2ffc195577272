// Actions of lessons: going through the notes of one, leaving it, and making one.
import type { Lesson } from '../../spec/lesson.ts'
import type { Action } from '../app/action.ts'
import type { State, Store } from '../app/store.ts'
import { BackIcon, ForwardIcon, LessonIcon } from '../shared/icons.tsx'
import { beginLesson } from './lesson-slice.ts'

export interface LessonActions {
  /** Null: the page as it is without one. */
  setLesson(lesson: Lesson | null): void
  showNote(index: number): void
  makeLesson(): void
}

export function createLessonActions(store: Store): LessonActions {
  return {
    setLesson: (lesson) => store.setState({ lesson: beginLesson(lesson) }),
    showNote: (note) => store.setState(({ lesson }) => ({ lesson: { ...lesson, note } })),
    makeLesson: () => store.setState({ dialog: 'lesson' }),
  }
}

const make: Action<LessonActions> = { label: 'Make a lesson', icon: LessonIcon, run: (actions) => actions.makeLesson() }

const leave: Action<LessonActions> = {
  label: 'Leave the lesson',
  run: (actions) => actions.setLesson(null),
  announce: () => 'You have left the lesson. The whole page is here now.',
}

/** The target is the index of the note to go to. */
const back: Action<LessonActions, number> = {
  label: 'Back',
  icon: BackIcon,
  blocked: (_, note) => (note < 0 ? 'This is the first note.' : null),
  run: (actions, note) => actions.showNote(note),
  announce: announceNote,
}

const next: Action<LessonActions, number> = {
  label: 'Next',
  icon: ForwardIcon,
  blocked: ({ lesson: { current } }, note) => (note < (current?.notes.length ?? 0) ? null : 'This is the last note.'),
  run: (actions, note) => actions.showNote(note),
  announce: announceNote,
}

function announceNote(_: State, { lesson: { current, note } }: State): string | null {
  return current?.notes[note]?.text ?? null
}

export const lessonActions = { make, leave, back, next }
