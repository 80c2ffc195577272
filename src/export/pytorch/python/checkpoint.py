"""The state of a run in a folder: weights.safetensors, which Quarterturn opens as well, and the settings in config.json, which may be edited."""
import json
import os
import struct
import zlib

import numpy as np
import torch

DTYPES = {'F32': np.float32, 'I32': np.int32, 'U8': np.uint8}
CRC_AT = len('{"__metadata__":{"crc32":"') + 8
UNSEALED = '00000000'


def read_tensors(path):
    """Tensors by name, and what the file says of itself. The layout: https://github.com/huggingface/safetensors"""
    with open(path, 'rb') as file:
        (length,) = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        values = file.read()
    about = header.pop('__metadata__')
    tensors = {}
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        array = np.frombuffer(values[begin:end], DTYPES[entry['dtype']]).reshape(entry['shape'])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors, json.loads(about['quarterturn'])


def write_tensors(path, tensors, about):
    """Replaces the file in one go, with the checksum that Quarterturn asks for."""
    header = {'__metadata__': {'crc32': UNSEALED, 'quarterturn': json.dumps(about)}}
    arrays, end = [t.detach().cpu().contiguous().numpy() for t in tensors.values()], 0
    names = {array_type: name for name, array_type in DTYPES.items()}
    for name, array in zip(tensors, arrays):
        header[name] = {'dtype': names[array.dtype.type], 'shape': list(array.shape), 'data_offsets': [end, end + array.nbytes]}
        end += array.nbytes
    text = json.dumps(header, separators=(',', ':')).encode('ascii')
    text += b' ' * (-len(text) % 4)
    file = bytearray(struct.pack('<Q', len(text)) + text + b''.join(array.tobytes() for array in arrays))
    file[CRC_AT:CRC_AT + 8] = f'{zlib.crc32(file):08x}'.encode('ascii')
    replace(path, bytes(file))


def replace(path, content):
    part = f'{path}.part'
    with open(part, 'wb') as file:
        file.write(content)
    os.replace(part, path)


class State:
    """What a folder holds: `tensors` by name, `about` as Quarterturn's checkpoints have it, `config` with all settings."""

    def __init__(self, folder):
        self.folder = folder
        self.tensors, self.about = read_tensors(os.path.join(folder, 'weights.safetensors'))
        with open(os.path.join(folder, 'config.json'), encoding='utf-8') as file:
            self.described = json.load(file)
        self.config = self.described['config']
        self.step, self.channels = self.about['step'], self.about['channels']
        self.class_count, self.classes = self.about.get('classCount', 0), self.about.get('classes')
        self.has_moments = self.about.get('content', 'state') == 'state'

    @property
    def counts(self):
        """In what proportion each class is drawn."""
        return self.classes['counts'] if self.classes else [1] * self.class_count

    def save(self, tensors, step, seconds, **changes):
        """Writes the state after so many steps into the folder. changes: of `about`."""
        pictures = {'wall': None, 'panel': None}
        about = dict(self.about, version=2, content='state', pictures=pictures, device=None, config=self.config, step=step, elapsedSeconds=seconds)
        about.update(changes)
        write_tensors(os.path.join(self.folder, 'weights.safetensors'), tensors, about)
        described = dict(self.described, step=step, content='state')
        replace(os.path.join(self.folder, 'config.json'), (json.dumps(described, indent=2) + '\n').encode('ascii'))


def ramp_at(config, step):
    """How much classes count, 0 to 1 [Shahbazi et al. 2022, eq. 5]; marks in thousands of real images that D has seen. 1 without a ramp."""
    if config['conditioning'] == 'none' or config['rampUntil'] <= 0:
        return 1.0
    seen = step * config['batch'] * config['discriminatorSteps'] / 1000
    if seen >= config['rampUntil']:
        return 1.0
    return max(0.0, (seen - config['rampFrom']) / (config['rampUntil'] - config['rampFrom']))
