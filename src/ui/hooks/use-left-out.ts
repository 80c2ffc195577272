// The images of the open set that training does not see, by their numbers, and those that it does.
import { useMemo } from 'react'
import { useStore } from '../store/store.ts'

const NONE: ReadonlySet<number> = new Set()

export function useLeftOut(): ReadonlySet<number> {
  return useStore(({ data }) => data.opened?.leftOut ?? NONE)
}

export function useTakenImages(): readonly number[] {
  const prepared = useStore(({ data }) => data.opened?.summary.prepared ?? 0)
  const leftOut = useLeftOut()
  return useMemo(() => Array.from({ length: prepared }, (_, image) => image).filter((image) => !leftOut.has(image)), [prepared, leftOut])
}
