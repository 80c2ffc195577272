// One picture of a block of pictures, drawn only while visible and only when it changed.
import { useEffect, useRef } from 'react'
import type { Pictures } from '../../spec/image-block.ts'
import classes from './picture.module.css'
import { pixelsOf } from './pixels-of.ts'
import { watchVisible } from './watch-visible.ts'

interface PictureProps {
  readonly pictures: Pictures | null
  readonly index: number
}

/** Keeps the canvases in main memory: a hundred small GPU canvases are slow, and the GPU is busy training. */
const IN_MEMORY: CanvasRenderingContext2DSettings = { willReadFrequently: true }

function draw(canvas: HTMLCanvasElement, pictures: Pictures, index: number) {
  const { size } = pictures
  if (canvas.width !== size || canvas.height !== size) {
    canvas.width = size
    canvas.height = size
  }
  const picture = pixelsOf(pictures, index)
  if (picture.length > 0) canvas.getContext('2d', IN_MEMORY)?.putImageData(new ImageData(picture, size, size), 0, 0)
}

/** Has no accessible name: the parent provides one. */
export function Picture({ pictures, index }: PictureProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const canvas = ref.current
    if (canvas === null || pictures === null) return
    let drawn = false
    return watchVisible(canvas, (visible) => {
      if (!visible || drawn) return
      drawn = true
      draw(canvas, pictures, index)
    })
  }, [pictures, index])
  return <canvas ref={ref} className={classes.picture} width="1" height="1" />
}
