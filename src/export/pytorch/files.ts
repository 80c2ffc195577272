// The files of a PyTorch export that are the same for every run: see ./python. They are programs that read config.json and the weights beside them.
import checkpoint from './python/checkpoint.py?raw'
import data from './python/data.py?raw'
import directions from './python/directions.py?raw'
import draws from './python/draws.py?raw'
import latents from './python/latents.py?raw'
import losses from './python/losses.py?raw'
import model from './python/model.py?raw'
import passes from './python/passes.py?raw'
import philox from './python/philox.py?raw'
import pictureCode from './python/picture_code.py?raw'
import readme from './python/README.md?raw'
import sample from './python/sample.py?raw'
import train from './python/train.py?raw'
import training from './python/training.py?raw'
import weights from './python/weights.py?raw'

/** Texts by name. */
export const PYTORCH_FILES: Readonly<Record<string, string>> = {
  'README.md': readme,
  'train.py': train,
  'sample.py': sample,
  'model.py': model,
  'checkpoint.py': checkpoint,
  'data.py': data,
  'directions.py': directions,
  'draws.py': draws,
  'latents.py': latents,
  'losses.py': losses,
  'passes.py': passes,
  'philox.py': philox,
  'picture_code.py': pictureCode,
  'training.py': training,
  'weights.py': weights,
}
