/** The page of src/player in one classic script and one style sheet (scripts/lib/player.mjs). */
declare module 'virtual:player' {
  export const script: string
  export const style: string
  /** As a Content-Security-Policy names them: `sha256-` and base64. */
  export const scriptHash: string
  export const styleHash: string
}
