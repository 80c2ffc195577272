// The live region for screen readers: the last announcement in the store, and every half minute the progress of the run.
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
