// Text for the clipboard.

/** Whether it was allowed. Only right after a click or a key. */
export async function copyText(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}
