// A file is saved where the person chooses, where the browser can ask them.
import { afterEach, expect, test, vi } from 'vitest'
import { pickAndSave } from './pick-and-save.ts'

afterEach(() => vi.unstubAllGlobals())

const file = new Blob([Uint8Array.of(1, 2, 3)])

/** A page whose person chooses a place, or does not. */
function pageWithPicker(answer: () => Promise<unknown>) {
  const asked: string[] = []
  const showSaveFilePicker = ({ suggestedName }: { suggestedName: string }) => {
    asked.push(suggestedName)
    return answer()
  }
  vi.stubGlobal('window', { showSaveFilePicker })
  return asked
}

test('the file streams to the place that was chosen, under the name that was suggested', async () => {
  const written: number[] = []
  const createWritable = async () => new WritableStream<Uint8Array>({ write: (piece) => void written.push(...piece) })
  const asked = pageWithPicker(async () => ({ createWritable }))
  const download = vi.fn()
  await pickAndSave('walk.gif', file, download)
  expect([asked, written, download.mock.calls]).toEqual([['walk.gif'], [1, 2, 3], []])
})

test('where no place is chosen nothing is saved, and where none can be written the reason is told', async () => {
  const download = vi.fn()
  pageWithPicker(() => Promise.reject(new DOMException('closed', 'AbortError')))
  await pickAndSave('walk.gif', file, download)
  pageWithPicker(() => Promise.reject(new DOMException('not allowed', 'NotAllowedError')))
  await expect(pickAndSave('walk.gif', file, download)).rejects.toThrow('not allowed')
  expect(download).not.toHaveBeenCalled()
})

test('a browser that cannot ask downloads the file', async () => {
  vi.stubGlobal('window', {})
  const download = vi.fn()
  await pickAndSave('walk.gif', file, download)
  expect(download).toHaveBeenCalledWith('walk.gif', file)
})
