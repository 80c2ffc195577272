// The project's folder, wherever a script is called from.
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')
