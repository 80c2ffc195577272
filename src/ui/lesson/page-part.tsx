// A part of the page that a note of a lesson may point to: absent where the lesson hides it.
import type { ReactNode } from 'react'
import type { LessonPart } from '../../spec/lesson.ts'
import { useHidden } from './hooks.ts'

interface PagePartProps {
  readonly part: LessonPart
  readonly id?: string
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function PagePart({ part, id, className, children }: PagePartProps) {
  const hidden = useHidden()
  if (hidden(part)) return null
  return (
    <div id={id} className={className} data-part={part}>
      {children}
    </div>
  )
}
