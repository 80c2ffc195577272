// What is known of properties: which the drawing library reads from a `style`, which are attributes to it, and what they are when not said.

/** Inherited ones, with what they are where nothing is said. */
const INHERITED: Readonly<Record<string, string>> = {
  'clip-rule': 'nonzero',
  color: 'black',
  'color-interpolation': 'sRGB',
  'color-interpolation-filters': 'linearRGB',
  fill: 'black',
  'fill-opacity': '1',
  'fill-rule': 'nonzero',
  'font-size': 'medium',
  'image-rendering': 'auto',
  'marker-end': 'none',
  'marker-mid': 'none',
  'marker-start': 'none',
  'paint-order': 'normal',
  'shape-rendering': 'auto',
  stroke: 'none',
  'stroke-dasharray': 'none',
  'stroke-dashoffset': '0',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'stroke-miterlimit': '4',
  'stroke-opacity': '1',
  'stroke-width': '1',
  visibility: 'visible',
}

const NOT_INHERITED: Readonly<Record<string, string>> = {
  'clip-path': 'none',
  display: 'inline',
  filter: 'none',
  'flood-color': 'black',
  'flood-opacity': '1',
  isolation: 'auto',
  'lighting-color': 'white',
  mask: 'none',
  'mix-blend-mode': 'normal',
  opacity: '1',
  overflow: 'visible',
  'stop-color': 'black',
  'stop-opacity': '1',
}

export const INITIAL = { ...INHERITED, ...NOT_INHERITED }

/** Read from a `style` by the drawing library. */
export const isStyle = (property: string) => Object.hasOwn(INITIAL, property)

export const isInherited = (property: string) => Object.hasOwn(INHERITED, property)

export const COLOURS = ['color', 'fill', 'stroke', 'stop-color', 'flood-color', 'lighting-color']

/** Attributes that a browser also takes from styles, and the elements it does so for. */
export const GEOMETRY: Readonly<Record<string, readonly string[]>> = {
  x: ['svg', 'rect', 'image', 'use'],
  y: ['svg', 'rect', 'image', 'use'],
  width: ['svg', 'rect', 'image', 'use'],
  height: ['svg', 'rect', 'image', 'use'],
  cx: ['circle', 'ellipse'],
  cy: ['circle', 'ellipse'],
  r: ['circle'],
  rx: ['rect', 'ellipse'],
  ry: ['rect', 'ellipse'],
}

/** The attribute that holds the transform of an element, where it is not called `transform`. */
export const TRANSFORM_ATTRIBUTES: Readonly<Record<string, string>> = {
  linearGradient: 'gradientTransform',
  radialGradient: 'gradientTransform',
  pattern: 'patternTransform',
}

/** Shorthands that stand for several properties with one value, and older names. */
export const SHORTHANDS: Readonly<Record<string, readonly string[]>> = {
  marker: ['marker-start', 'marker-mid', 'marker-end'],
  background: ['background-color'],
  '-webkit-clip-path': ['clip-path'],
  '-webkit-filter': ['filter'],
  '-webkit-mask': ['mask'],
  '-webkit-mask-image': ['mask-image'],
  '-webkit-transform': ['transform'],
  '-webkit-transform-origin': ['transform-origin'],
}

const DEFAULT = /^(?:|none|inherit|initial|unset|revert)$/i
const OTHER_PART = /^(?:|none|inherit|initial|unset|revert|url\(.*\))$/i

/** Properties that place or cut a shape and that nothing here can follow, unless they say one of these. */
export const HARMLESS: Readonly<Record<string, RegExp>> = {
  all: /^(?:unset|revert)$/,
  'offset-path': DEFAULT,
  'clip-path': OTHER_PART,
  mask: OTHER_PART,
  'mask-image': DEFAULT,
}
