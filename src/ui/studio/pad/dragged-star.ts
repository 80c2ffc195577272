// A star that is dragged to a corner, by the pointer. Buttons do the same.

const TYPE = 'application/x-quarterturn-star'

export const draggedStar = {
  type: TYPE,
  write: (transfer: DataTransfer, index: number) => transfer.setData(TYPE, String(index)),
  /** Its index; -1 where something else is dragged. */
  read: (transfer: DataTransfer) => (transfer.types.includes(TYPE) ? Number(transfer.getData(TYPE)) : -1),
}
