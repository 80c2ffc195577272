// What the person's device and settings say about motion.

export function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** Whether there is a pointer that can be over something without pressing it. */
export function canHover(): boolean {
  return matchMedia('(hover: hover)').matches
}
