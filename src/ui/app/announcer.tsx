// A polite voice for screen readers: what the state says was announced, and how far a run is every half minute.
import { useEffect } from 'react'
import { describeTraining } from '../train/describe-run.ts'
import { store, useStore } from './store.ts'

const PROGRESS_EVERY_MS = 30_000

export function Announcer() {
  const announcement = useStore((state) => state.announcement)
  useEffect(() => {
    const timer = setInterval(() => {
      const sentence = describeTraining(store.getState())
      if (sentence !== null) store.setState({ announcement: { sentence } })
    }, PROGRESS_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <p className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {announcement?.sentence ?? ''}
    </p>
  )
}
