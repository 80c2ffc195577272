// How much of the storage that the browser grants is used, by images and runs together.
import type { KeptSets } from '../../spec/image-set.ts'
import { formatBytes } from '../../spec/words.ts'
import meter from '../shared/meter.module.css'
import classes from './storage-meter.module.css'

/** From this share on it is short. */
const SHORT_FROM = 0.8

export type Storage = NonNullable<KeptSets['storage']>

export function isShort(storage: Storage | null): boolean {
  return storage !== null && storage.used >= SHORT_FROM * storage.granted
}

interface StorageMeterProps {
  readonly storage: Storage
  readonly testId: string
}

export function StorageMeter({ storage, testId }: StorageMeterProps) {
  const { used, granted } = storage
  const words = `${formatBytes(used)} of ${formatBytes(granted)} used`
  return (
    <div className={classes.storage}>
      <meter
        className={meter.meter}
        data-testid={testId}
        data-level={isShort(storage) ? 'some' : undefined}
        aria-label="Storage of this browser"
        min={0}
        max={granted}
        value={used}
      >
        {words}
      </meter>
      <span>{words}</span>
    </div>
  )
}
