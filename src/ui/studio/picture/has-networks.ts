// Which kept steps can be drawn from.
import type { SnapshotInfo } from '../../../spec/runs.ts'

export function hasNetworks({ content }: SnapshotInfo): boolean {
  return content !== 'pictures'
}
