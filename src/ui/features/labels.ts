// Labels that the person gives to a few images: the classes, and the class of each image.

export interface Labels {
  readonly classes: readonly string[]
  /** The class that a click assigns; null while there is none. */
  readonly chosen: string | null
  readonly of: ReadonlyMap<number, string>
}

export type LabelChange =
  | { readonly type: 'add-class'; readonly name: string }
  /** Also removes its labels. */
  | { readonly type: 'remove-class'; readonly name: string }
  | { readonly type: 'choose-class'; readonly name: string }
  /** Assigns the chosen class to the images; if `first` already has it, removes their labels instead. */
  | { readonly type: 'label'; readonly images: readonly number[]; readonly first: number }

export const NO_LABELS: Labels = { classes: [], chosen: null, of: new Map() }

/** Fewer cannot be split into training and test images. */
const MIN_CLASS_SIZE = 5
const MIN_CLASSES = 2

export function changeLabels(labels: Labels, change: LabelChange): Labels {
  switch (change.type) {
    case 'add-class': {
      const name = change.name.trim()
      if (name === '') return labels
      return { ...labels, classes: labels.classes.includes(name) ? labels.classes : [...labels.classes, name], chosen: name }
    }
    case 'remove-class': {
      const classes = labels.classes.filter((name) => name !== change.name)
      const chosen = labels.chosen === change.name ? (classes.at(-1) ?? null) : labels.chosen
      return { classes, chosen, of: new Map([...labels.of].filter(([, name]) => name !== change.name)) }
    }
    case 'choose-class':
      return labels.classes.includes(change.name) ? { ...labels, chosen: change.name } : labels
    case 'label':
      return { ...labels, of: labelled(labels, change.images, change.first) }
    default:
      return change satisfies never
  }
}

function labelled({ chosen, of }: Labels, images: readonly number[], first: number): Labels['of'] {
  if (chosen === null) return of
  const takesOff = of.get(first) === chosen
  const next = new Map(of)
  for (const image of images) {
    if (takesOff) next.delete(image)
    else next.set(image, chosen)
  }
  return next
}

export function countsOf({ classes, of }: Labels): readonly { readonly name: string; readonly count: number }[] {
  return classes.map((name) => ({ name, count: [...of.values()].filter((each) => each === name).length }))
}

/** Why the probe cannot use these labels yet, or null if it can. */
export function labelsBlocker(labels: Labels): string | null {
  if (labels.classes.length < MIN_CLASSES) return 'Make at least two classes first.'
  const short = countsOf(labels).find(({ count }) => count < MIN_CLASS_SIZE)
  if (!short) return null
  return `Label at least ${MIN_CLASS_SIZE} images of each class: “${short.name}” has ${short.count}.`
}

/** In the form that an analysis expects, in the order of the images. */
export function labelledImages({ of }: Labels): { readonly images: readonly number[]; readonly classes: readonly string[] } {
  const pairs = [...of].sort(([one], [other]) => one - other)
  return { images: pairs.map(([image]) => image), classes: pairs.map(([, name]) => name) }
}
