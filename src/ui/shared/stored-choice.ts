// Small choices kept in localStorage; without storage they last until the page is closed.

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
    // Some browsers refuse storage in private windows.
  }
}
