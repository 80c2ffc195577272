// State of a lesson: the one that the address carries, and which of its notes is shown.
import type { FieldName } from '../../spec/config.ts'
import type { Lesson, LessonPart } from '../../spec/lesson.ts'

export interface LessonSlice {
  readonly current: Lesson | null
  /** Index of the note that is shown. */
  readonly note: number
}

export const initialLesson: LessonSlice = { current: null, note: 0 }

export function beginLesson(lesson: Lesson | null): LessonSlice {
  return { current: lesson, note: 0 }
}

/** A state with it. */
interface OfLesson {
  readonly lesson: LessonSlice
}

export function isHidden({ lesson: { current } }: OfLesson, part: LessonPart): boolean {
  return current?.hidden.includes(part) === true
}

/** Of settings, where a lesson shows some of them only. */
export function isLeftOut({ lesson: { current } }: OfLesson, name: FieldName): boolean {
  return current?.settings?.includes(name) === false
}

/** A lesson about the example shows it also where a run of the person's own is kept. */
export function startsWithExample({ lesson: { current } }: OfLesson): boolean {
  return current?.start === 'example'
}
