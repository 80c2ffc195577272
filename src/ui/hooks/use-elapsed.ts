// How long something has been going on, second by second.
import { useEffect, useState } from 'react'

/** Seconds since `active` has been true; 0 while it is not. */
export function useElapsed(active: boolean): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!active) return
    const began = performance.now()
    const timer = setInterval(() => setSeconds((performance.now() - began) / 1000), 1000)
    return () => {
      clearInterval(timer)
      setSeconds(0)
    }
  }, [active])
  return seconds
}
