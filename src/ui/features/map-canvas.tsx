// The canvas of the map with its zoom buttons; map-screen.ts draws it and handles input.
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { FeatureMap } from '../../spec/feature-analyses.ts'
import { useImageCache } from '../app/page-context.ts'
import { Button } from '../shared/button.tsx'
import { useFocusWhenLost } from '../shared/focus.ts'
import { countOf } from '../shared/format.ts'
import { MinusIcon, PlusIcon, WholeIcon } from '../shared/icons.tsx'
import classes from './map.module.css'
import type { ToneOf } from './map-painter.ts'
import { type MapScreen, makeMapScreen, ZOOM_STEP } from './map-screen.ts'

interface MapCanvasProps {
  readonly map: FeatureMap
  readonly current: number | null
  /** Both callbacks must keep their identity. */
  readonly onHover: (point: number | null) => void
  readonly onSelect: (point: number | null) => void
  readonly lasso?: Lasso
}

/** Selecting images by drawing around them; the functions must keep their identity. */
interface Lasso {
  /** Whether a drag draws; else it moves the map. */
  readonly on: boolean
  readonly onLasso: (points: readonly number[]) => void
  readonly toneOf: ToneOf
}

export function MapCanvas({ map, current, onHover, onSelect, lasso }: MapCanvasProps) {
  const images = useImageCache()
  const canvas = useRef<HTMLCanvasElement>(null)
  const stage = useFocusWhenLost<HTMLDivElement>()
  const screen = useRef<MapScreen | null>(null)
  const onLasso = lasso?.onLasso
  useEffect(() => {
    if (canvas.current === null) return
    const made = makeMapScreen(canvas.current, map, images, { onHover, onSelect, ...(onLasso && { onLasso }) })
    screen.current = made
    return () => made.destroy()
  }, [map, images, onHover, onSelect, onLasso])
  useEffect(() => {
    screen.current?.setCurrent(current)
    if (!lasso) return
    screen.current?.setTones(lasso.toneOf)
    screen.current?.setLasso(lasso.on)
  })

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (screen.current?.handleKey(event)) event.preventDefault()
  }

  const samples = map.seeds.length > 0 ? ` and ${countOf(map.seeds.length, 'sample')} of G` : ''
  return (
    <div className={classes.frame}>
      <div
        ref={stage}
        className={classes.stage}
        data-lasso={lasso?.on ?? false}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its role takes keys
        tabIndex={0}
        aria-label={`Map of ${countOf(map.images.length, 'image')}${samples}`}
        aria-describedby="map-keys"
        data-testid="map-canvas"
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className={classes.canvas} />
      </div>
      <div className={classes.buttons}>
        <Button label="Nearer" onClick={() => screen.current?.zoom(ZOOM_STEP)}>
          <PlusIcon />
        </Button>
        <Button label="Farther" onClick={() => screen.current?.zoom(1 / ZOOM_STEP)}>
          <MinusIcon />
        </Button>
        <Button label="The whole map" onClick={() => screen.current?.showWhole()}>
          <WholeIcon />
        </Button>
      </div>
    </div>
  )
}
