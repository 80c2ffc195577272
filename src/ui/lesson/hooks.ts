// What components ask about a lesson.
import type { LessonPart } from '../../spec/lesson.ts'
import { useStore } from '../app/store.ts'
import { isHidden } from './lesson-slice.ts'

/** Returns which parts of the page the lesson hides. */
export function useHidden(): (part: LessonPart) => boolean {
  const lesson = useStore((state) => state.lesson)
  return (part) => isHidden({ lesson }, part)
}
