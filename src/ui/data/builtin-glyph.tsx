// A small drawing for each built-in set.
import type { ReactNode } from 'react'
import type { BuiltinName } from '../../spec/datasets.ts'
import classes from './data-panel.module.css'

const GLYPHS: Record<BuiltinName, ReactNode> = {
  shapes: <path d="M6 22V6h9M6 13h7M19 22V10M15.5 13.5 19 10l3.5 3.5" />,
  digits: <path d="M7 8.5C7.5 6 13 5.5 13 9c0 2.5-3 3.4-3.4 3.5.5 0 4 .7 4 4 0 4-6 4.4-7 1.5M22 5v17M22 5l-4 4" />,
  fashion: <path d="M10 5 4.5 8.5l2 4.5L9 12v11h10V12l2.5 1 2-4.5L18 5c-1 3-7 3-8 0z" />,
  emoji: <path d="M14 4a10 10 0 1 0 .01 0M10.5 11v1M17.5 11v1M9.5 16.5c2 3.5 7 3.5 9 0" />,
  discs: <path d="M14 4a10 10 0 1 0 .01 0M14 8.5a5.5 5.5 0 1 0 .01 0M14 12.8a1.2 1.2 0 1 0 .01 0" />,
}

export function BuiltinGlyph({ name }: { name: BuiltinName }) {
  return (
    <svg className={classes.glyph} viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      {GLYPHS[name]}
    </svg>
  )
}
