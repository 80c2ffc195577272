// Details of the map's current point: its picture, its name, and a button to its neighbours.

import type { FeatureMap } from '../../spec/feature-analyses.ts'
import { ActionButton } from '../app/action-button.tsx'
import { CachedPicture, ImageName } from '../data/cached-picture.tsx'
import { useImageName, useWanted } from '../data/use-images.ts'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { Picture } from '../shared/picture.tsx'
import text from '../shared/text.module.css'
import { analysisActions } from './actions.ts'
import { useFeatures } from './features-state.ts'
import classes from './map.module.css'

const KEYS = 'Arrow keys go from image to image, with Shift they move the map; + and − zoom, 0 shows all.'

interface MapPointProps {
  readonly map: FeatureMap
  readonly point: number | null
  /** The point selected by click or key: only that is announced. */
  readonly selected: number | null
}

export function MapPoint({ map, point, selected }: MapPointProps) {
  const { images } = map
  const image = point === null ? null : (images[point] ?? null)
  return (
    <div className={classes.point} data-testid="map-point">
      {point === null && (
        <p className={text.soft}>Point at an image to see it here; click it to select it. Drag to move, wheel or pinch to zoom.</p>
      )}
      {image !== null && <ImagePoint image={image} />}
      {point !== null && image === null && <SamplePoint map={map} sample={point - images.length} />}
      <p id="map-keys" className={`${text.soft} ${text.keys}`}>
        {KEYS}
      </p>
      <p className="visually-hidden" role="status">
        {selected !== null && <Announced map={map} point={selected} />}
      </p>
    </div>
  )
}

function ImagePoint({ image }: { image: number }) {
  const name = useImageName(image)
  const { setTab, setTrail } = useFeatures()
  useWanted('map-point', [image])
  return (
    <>
      <span className={classes.picture}>
        <CachedPicture image={image} />
      </span>
      <b className={classes.name}>{name}</b>
      <ActionButton
        action={analysisActions.findNeighbours}
        target={{ image, trail: [], setTrail }}
        label="Show its neighbours"
        onPress={() => setTab('neighbours')}
      />
    </>
  )
}

function SamplePoint({ map: { samples, seeds }, sample }: { map: FeatureMap; sample: number }) {
  return (
    <>
      <span className={classes.picture} data-sample="true">
        <Picture pictures={samples} index={sample} />
      </span>
      <b className={classes.name}>
        <NetworkLetters>{`Sample of G, seed ${seeds[sample]}`}</NetworkLetters>
      </b>
    </>
  )
}

function Announced({ map: { images, seeds }, point }: { map: FeatureMap; point: number }) {
  const image = images[point]
  return image === undefined ? `Sample of G, seed ${seeds[point - images.length]}` : <ImageName image={image} />
}
