/** Vite gives the text of the file. */
declare module '*.py?raw' {
  const text: string
  export default text
}
declare module '*.md?raw' {
  const text: string
  export default text
}
