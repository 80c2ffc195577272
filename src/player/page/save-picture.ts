// The picture as a PNG: enlarged by a whole factor, since viewers blur small pictures.
import { contextOf } from './dom.ts'

/** Pixels that a side has at least. */
const SIDE = 512

/** @param pixels [side, side, 4] */
export async function savePicture(pixels: Uint8ClampedArray<ArrayBuffer>, name: string): Promise<void> {
  const side = Math.sqrt(pixels.length / 4)
  const small = await createImageBitmap(new ImageData(pixels, side, side))
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side * Math.max(1, Math.ceil(SIDE / side))
  const context = contextOf(canvas)
  context.imageSmoothingEnabled = false
  context.drawImage(small, 0, 0, canvas.width, canvas.height)
  const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!file) throw new Error('the browser writes no PNG')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // browsers begin to read it some time after the click
}
