// The map as a table, as a text alternative.
import { useMemo, useState } from 'react'
import type { FeatureMap } from '../../spec/feature-analyses.ts'
import { ImageName } from '../data/cached-picture.tsx'
import { useWanted } from '../data/use-images.ts'
import { formatCount } from '../shared/format.ts'
import { summarizeMap } from './describe-map.ts'
import classes from './map.module.css'

export function MapTable({ map }: { map: FeatureMap }) {
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.table} data-testid="map-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The map as a table</summary>
      {open && <Table map={map} />}
    </details>
  )
}

function Table({ map }: { map: FeatureMap }) {
  const parts = useMemo(() => summarizeMap(map), [map])
  const samples = map.seeds.length > 0
  useWanted('map-table', parts.flatMap(({ typical }) => typical ?? [])) // biome-ignore format: one line says it
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Images</th>
          {samples && <th scope="col">Samples</th>}
          <th scope="col">Typical image</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.name}>
            <th scope="row">{part.name}</th>
            <td>{formatCount(part.images)}</td>
            {samples && <td>{formatCount(part.samples)}</td>}
            <td>{part.typical === null ? 'none' : <ImageName image={part.typical} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
