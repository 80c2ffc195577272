// The Worker that makes a PNG of pictures that the page shows: one request, one file. The page ends it.
import { sheetPng } from '../export/sheet.ts'
import type { PictureSheet } from '../spec/picture-sheet.ts'

self.onmessage = ({ data }: MessageEvent<PictureSheet>) => {
  self.postMessage(new Blob([sheetPng(data)], { type: 'image/png' }))
}
