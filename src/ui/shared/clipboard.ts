// Copies text to the clipboard.

/** Whether the browser allowed it, which it does only right after a click or a key. */
export async function copyText(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}
