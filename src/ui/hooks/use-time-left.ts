// How long work will still take, from the pace it has had.
import { useEffect, useState } from 'react'
import { addMark, type Marks, paceOf } from '../text/pace.ts'

/** Seconds, or null while it is too early to say. A share that falls is the beginning of other work. */
export function useTimeLeft(share: number): number | null {
  const [marks, setMarks] = useState<Marks>([])
  useEffect(() => {
    const mark = { at: performance.now(), done: share }
    setMarks((before) => (share < (before.at(-1)?.done ?? 0) ? [mark] : addMark(before, mark)))
  }, [share])
  return paceOf(marks, { total: 1 })?.left ?? null
}
