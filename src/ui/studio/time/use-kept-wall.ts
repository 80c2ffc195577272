// The wall that a snapshot keeps, for one that keeps nothing else.
import { useEffect } from 'react'
import type { SampleGrid } from '../../../spec/report.ts'
import { useActions } from '../../app/page-context.ts'
import { store, useStore } from '../../app/store.ts'

/** The page shows that step too, as long as it is wanted here. Null until it is there. @param file null: none is wanted */
export function useKeptWall(file: string | null): SampleGrid | null {
  const { pin } = useActions()
  useEffect(() => {
    if (file === null) return
    const before = store.getState().timeline.pinned
    pin(file)
    return () => pin(before)
  }, [file, pin])
  return useStore(({ timeline: { shown } }) => (file !== null && shown?.file === file ? shown.pictures.wall : null))
}
