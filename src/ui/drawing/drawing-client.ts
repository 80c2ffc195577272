// The page's end of the drawing Worker (spec/drawing.ts): made when something is first to be drawn, used by the wall and the studio.
import type { FromDrawing, ToDrawing } from '../../spec/drawing.ts'

export interface DrawingClient {
  send(message: ToDrawing): void
  /** Every listener gets every message. Returns what ends the listening. */
  listen(listener: (message: FromDrawing) => void): () => void
}
