// A small choice of the person's that outlives the page; a browser that keeps nothing is no reason to fail.

export function readChoice<T extends string>(key: string, options: readonly T[], fallback: T): T {
  try {
    const kept = localStorage.getItem(key)
    return options.find((option) => option === kept) ?? fallback
  } catch {
    return fallback
  }
}

export function keepChoice(key: string, choice: string): void {
  try {
    localStorage.setItem(key, choice)
  } catch {
    // Private windows of some browsers refuse: the choice then holds until the page is closed.
  }
}
