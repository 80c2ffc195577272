// Hands the person a file that was made on the page.

/** The browser reads the file after the click: its address must live on for a while. */
const KEPT_MS = 60_000

export function saveFile(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
}
