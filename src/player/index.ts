// The one script of an HTML file: in its page it is the page, and in the Worker that the page makes of the same text it draws.
import './page/page.css'
import './page/pictures.css'
import { startPage } from './page/start.ts'
import { startWorker, type WorkerScope } from './worker.ts'

if ('document' in globalThis) void startPage(document.currentScript?.textContent ?? '')
else startWorker(globalThis as unknown as WorkerScope)
