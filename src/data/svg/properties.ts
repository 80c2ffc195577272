// CSS properties: which the drawing library reads from a `style`, which it reads as attributes only, and their initial values.

/** Inherited properties with their initial values. */
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

/** Whether the drawing library reads it from a `style`. */
export const isStyle = (property: string) => Object.hasOwn(INITIAL, property)

export const isInherited = (property: string) => Object.hasOwn(INHERITED, property)

export const COLOURS = ['color', 'fill', 'stroke', 'stop-color', 'flood-color', 'lighting-color']

/** Geometry attributes that are also CSS properties, and for which elements. */
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

/** The name of the transform attribute, where it is not `transform`. */
export const TRANSFORM_ATTRIBUTES: Readonly<Record<string, string>> = {
  linearGradient: 'gradientTransform',
  radialGradient: 'gradientTransform',
  pattern: 'patternTransform',
}

/** Shorthands for several properties with one value, and older names. */
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

/** Properties that move or clip a shape and are not supported, with the values that are. */
export const ALLOWED_VALUES: Readonly<Record<string, RegExp>> = {
  all: /^(?:unset|revert)$/,
  'offset-path': DEFAULT,
  'clip-path': OTHER_PART,
  mask: OTHER_PART,
  'mask-image': DEFAULT,
}
