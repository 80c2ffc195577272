// Files that hover over the window, and what is then dropped.
import { useEffect, useState } from 'react'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/**
 * Whether files hover over the window. dragenter and dragleave fire for every element on the way, so they are counted.
 * @param onDrop null: another part of the page takes what is dropped, or none; the browser never opens it in the place of the page
 */
export function useFileDrop(onDrop: ((transfer: DataTransfer) => void) | null): boolean {
  const [depth, setDepth] = useState(0)
  useEffect(() => {
    const enter = (event: DragEvent) => hasFiles(event) && setDepth((count) => count + 1)
    const leave = (event: DragEvent) => hasFiles(event) && setDepth((count) => Math.max(0, count - 1))
    const over = (event: DragEvent) => hasFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      setDepth(0)
      onDrop?.(event.dataTransfer)
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', over)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', over)
      removeEventListener('drop', drop)
    }
  }, [onDrop])
  return depth > 0 && onDrop !== null
}
