// Files that are pasted anywhere but into a field.
import { useEffect } from 'react'
import { focusOf } from './shortcuts.ts'

export function useFilePaste(onPaste: (files: FileList) => void): void {
  useEffect(() => {
    function paste(event: ClipboardEvent) {
      const files = event.clipboardData?.files
      if (files === undefined || files.length === 0 || focusOf(event.target) === 'text') return
      event.preventDefault()
      onPaste(files)
    }
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [onPaste])
}
