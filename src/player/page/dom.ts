// Small helpers for elements and their canvases.

/** @throws Error where the markup has no such element */
export function element<T extends HTMLElement>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector)
  if (!found) throw new Error(`the page has no ${selector}`)
  return found
}

export function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('the browser has no canvas')
  return context
}

/** A picture fills a canvas of its own size. @param pixels [side, side, 4] */
export function show(canvas: HTMLCanvasElement, pixels: Uint8ClampedArray<ArrayBuffer>): void {
  const side = Math.sqrt(pixels.length / 4)
  if (canvas.width !== side || canvas.height !== side) {
    canvas.width = side
    canvas.height = side
  }
  contextOf(canvas).putImageData(new ImageData(pixels, side, side), 0, 0)
}

/** Takes what is typed once it is complete, brought into the bounds of the field, which then shows that. */
export function bindNumber(input: HTMLInputElement, onChange: (value: number) => void): void {
  input.addEventListener('change', () => {
    const [value, min, max] = [input.valueAsNumber, Number(input.min), Number(input.max)]
    if (Number.isNaN(value)) return
    const within = Math.max(min, Math.min(max, value))
    input.value = String(within)
    onChange(within)
  })
}

/** Not while a person types into it. */
export function setNumber(input: HTMLInputElement, value: number, digits: number): void {
  if (document.activeElement !== input) input.value = String(Number(value.toFixed(digits)))
}

/** Options with these texts, their values are their numbers; a first one without a number where it has a text. */
export function fillSelect(select: HTMLSelectElement, texts: readonly string[], none: string | null): void {
  const options = texts.map((text, i) => new Option(text, String(i)))
  select.replaceChildren(...(none === null ? [] : [new Option(none, '')]), ...options)
}
