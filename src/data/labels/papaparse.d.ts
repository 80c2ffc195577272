// What is used of papaparse. Its published types bring all of Node's with them, into a layer that runs in browsers too.
declare module 'papaparse' {
  interface ParseOptions {
    /** Empty: guessed. */
    readonly delimiter: string
    readonly delimitersToGuess: readonly string[]
    readonly skipEmptyLines: 'greedy'
    /** Rows that are read. */
    readonly preview: number
  }

  interface Parsed {
    readonly data: readonly (readonly string[])[]
    readonly errors: readonly { readonly code: string; readonly row?: number }[]
  }

  const Papa: { parse(text: string, options: ParseOptions): Parsed }
  export default Papa
}
