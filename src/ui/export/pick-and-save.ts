// Saves a file where the person chooses, where the browser can ask them, else where it puts its downloads. The file streams from the browser's
// storage: it is never in memory as a whole.

interface FilePicker {
  showSaveFilePicker(options: { readonly suggestedName: string }): Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>
}

const hasPicker = (page: object): page is FilePicker => 'showSaveFilePicker' in page

/** @throws what the file system throws; not where the person chooses no place */
export async function pickAndSave(name: string, file: Blob, download: (name: string, file: Blob) => void): Promise<void> {
  if (!hasPicker(window)) return download(name, file)
  const place = await window.showSaveFilePicker({ suggestedName: name }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  })
  if (place) await file.stream().pipeTo(await place.createWritable())
}
