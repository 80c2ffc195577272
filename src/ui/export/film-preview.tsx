// A few pictures of a film, drawn by the run and played at the speed of the film.
import { useEffect, useRef, useState } from 'react'
import { type Film, squareColumns } from '../../spec/films.ts'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { PauseIcon, PlayIcon } from '../shared/icons.tsx'
import { prefersStillness } from '../shared/motion.ts'
import { pixelsOf } from '../shared/pixels-of.ts'
import text from '../shared/text.module.css'
import { takeAwayBlocker } from './actions.ts'
import { chosenSnapshot } from './chosen-snapshot.ts'
import type { FilmPreview as Preview } from './export-slice.ts'
import classes from './film-preview.module.css'

interface FilmPreviewProps {
  readonly film: Film
  /** Such a film cannot be made. */
  readonly problem: boolean
  readonly seconds: number
  readonly smooth: boolean
}

export function FilmPreview({ film, problem, seconds, smooth }: FilmPreviewProps) {
  const [playing, setPlaying] = useState(() => !prefersStillness())
  const blocked = useStore((state) => takeAwayBlocker(state) !== null)
  const preview = usePreview(film, blocked)
  return (
    <figure className={classes.preview} data-testid="film-preview">
      <div className={classes.screen}>
        {preview ? (
          <Screen preview={preview} seconds={seconds} smooth={smooth} playing={playing} />
        ) : (
          <p className={text.soft}>{problem || blocked ? 'There is nothing to show yet.' : 'The run draws the preview …'}</p>
        )}
      </div>
      <figcaption className={classes.caption}>
        <Button kind="quiet" label={playing ? 'Pause the preview' : 'Play the preview'} onClick={() => setPlaying(!playing)}>
          {playing ? <PauseIcon /> : <PlayIcon />}
        </Button>
        <span className={text.soft}>Preview, with fewer frames than the film.</span>
      </figcaption>
    </figure>
  )
}

/** The last that was drawn: it stays while that of another film is drawn. */
function usePreview(film: Film, blocked: boolean): Preview | null {
  const { previewFilm } = useActions()
  const snapshot = useStore((state) => chosenSnapshot(state)?.file ?? null)
  const run = useStore(({ run }) => run.number)
  const preview = useStore(({ files }) => files.preview)
  const key = JSON.stringify([film, snapshot, run])
  useEffect(() => {
    if (!blocked) previewFilm((JSON.parse(key) as [Film])[0])
  }, [blocked, previewFilm, key])
  return preview
}

interface ScreenProps {
  readonly preview: Preview
  readonly seconds: number
  readonly smooth: boolean
  readonly playing: boolean
}

function Screen({ preview, seconds, smooth, playing }: ScreenProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  const { pictures, points } = preview
  const columns = squareColumns(points)
  useEffect(() => {
    const canvas = ref.current
    if (canvas === null) return
    const frames = pictures.count / points
    let shown = -1
    let request = 0
    const show = (milliseconds: number) => {
      const frame = playing ? Math.floor((milliseconds / 1000 / seconds) * frames) % frames : 0
      if (frame !== shown) drawFrame(canvas, preview, frame, columns)
      shown = frame
      if (playing) request = requestAnimationFrame(show)
    }
    show(performance.now())
    return () => cancelAnimationFrame(request)
  }, [preview, pictures, points, columns, seconds, playing])
  return <canvas ref={ref} className={classes.canvas} data-smooth={smooth} role="img" aria-label="Preview of the film" />
}

function drawFrame(canvas: HTMLCanvasElement, { pictures, points }: Preview, frame: number, columns: number) {
  const { size } = pictures
  const [width, height] = [columns * size, Math.ceil(points / columns) * size]
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const context = canvas.getContext('2d')
  for (let i = 0; i < points; i++) {
    const picture = new ImageData(pixelsOf(pictures, frame * points + i), size, size)
    context?.putImageData(picture, (i % columns) * size, Math.floor(i / columns) * size)
  }
}
