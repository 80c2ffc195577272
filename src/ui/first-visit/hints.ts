// The hints of a first visit: arrows to what can be done first. They are gone for good with the first thing that is done, until they are asked for.
import { create } from 'zustand'
import { useStore } from '../app/store.ts'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'
import { isExample } from '../train/run-slice.ts'

const KEY = 'quarterturn-hints'

/** `first`: nothing has been done yet. */
type Hints = 'first' | 'asked' | 'gone'

const useHints = create<{ readonly hints: Hints }>(() => ({ hints: readChoice(KEY, ['seen', 'new'], 'new') === 'new' ? 'first' : 'gone' }))

/** Whether hints are shown. On a first visit they are about the finished example: who followed a link came for something else. */
export function useHinting(): boolean {
  const hints = useHints((state) => state.hints)
  const example = useStore(({ run, lesson }) => isExample(run) && lesson.current === null)
  return hints === 'asked' || (hints === 'first' && example)
}

export function showHints(): void {
  useHints.setState({ hints: 'asked' })
}

function hideHints(): void {
  keepChoice(KEY, 'seen')
  useHints.setState({ hints: 'gone' })
}

/** What does something when it is clicked, or by a key. */
const CONTROLS = 'button, a, input, select, label, summary, [role="slider"], [role="tab"]'

/** Whether this click or key does something. Of a key that is known once everything else has seen it. */
function isAction(event: Event): boolean {
  if (event.type === 'keydown') return event.defaultPrevented
  return event.target instanceof Element && event.target.closest(CONTROLS) !== null
}

/** Hides the hints at the first action from now on. Returns what ends it. */
export function watchFirstAction(): () => void {
  const listening = new AbortController()
  const { signal } = listening
  const hear = (event: Event) => {
    if (isAction(event)) hideHints()
  }
  // The click that shows them again is still on its way.
  const timer = setTimeout(() => {
    for (const type of ['click', 'input'] as const) addEventListener(type, hear, { signal })
    addEventListener('keydown', (event) => setTimeout(() => hear(event)), { signal })
  })
  return () => {
    clearTimeout(timer)
    listening.abort()
  }
}
