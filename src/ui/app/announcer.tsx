// The live region for screen readers: milestones at once, progress every half minute.
import { useEffect, useState } from 'react'
import { milestone, PROGRESS_EVERY_MS, progressSentence } from './announce.ts'
import { store } from './store.ts'

export function Announcer() {
  const [sentence, setSentence] = useState('')
  useEffect(() => {
    const stop = store.subscribe((after, before) => {
      const announcement = milestone(before, after)
      if (announcement !== null) setSentence(announcement)
    })
    const timer = setInterval(() => {
      const announcement = progressSentence(store.getState())
      if (announcement !== null) setSentence(announcement)
    }, PROGRESS_EVERY_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [])
  return (
    <p className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {sentence}
    </p>
  )
}
