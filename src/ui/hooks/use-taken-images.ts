// The images that training sees, by their numbers in the open set.
import { useMemo } from 'react'
import { useStore } from '../store/store.ts'

const NONE: ReadonlySet<number> = new Set()

export function useTakenImages(): readonly number[] {
  const prepared = useStore(({ data }) => data.opened?.summary.prepared ?? 0)
  const leftOut = useStore(({ data }) => data.opened?.leftOut ?? NONE)
  return useMemo(() => Array.from({ length: prepared }, (_, image) => image).filter((image) => !leftOut.has(image)), [prepared, leftOut])
}
