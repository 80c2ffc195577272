// The one script of an HTML file: in its page it is the page, in the Worker that the page makes of it, it draws.
import './page.css'

console.log(typeof document)
