// The page begins anew where its order changes: what comes first then is what there is to see.
import { useLayoutEffect, useRef } from 'react'

export function useTopOnChange(order: unknown): void {
  const last = useRef(order)
  useLayoutEffect(() => {
    if (last.current !== order) scrollTo({ top: 0, behavior: 'instant' })
    last.current = order
  }, [order])
}
