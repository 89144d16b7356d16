// The interpreter's flash file as its Storage module lays it out (Espruino, src/jsflash.h: struct JsfFileHeader).

const NAME_BYTES = 28;
const HEADER_BYTES = 4 + NAME_BYTES;
const ERASED = 0xff;

/** A flash image of so many bytes with these text files in it, one behind the other: each begins at a multiple of 4 bytes. */
export function storageImage(files: Readonly<Record<string, string>>, bytes = 896 * 1024): Buffer {
  const image = Buffer.alloc(bytes, ERASED);
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    if (name.length > NAME_BYTES) throw new RangeError(`"${name}" is longer than a Storage name may be`);
    image.writeUInt32LE(text.length, at);
    image.fill(0, at + 4, at + HEADER_BYTES);
    image.write(name, at + 4, 'latin1');
    image.write(text, at + HEADER_BYTES, 'latin1');
    at += (HEADER_BYTES + text.length + 3) & ~3;
  }
  return image;
}

/** The files in a flash image that no file was erased from. */
export function filesOfImage(image: Buffer): Record<string, string> {
  const files: Record<string, string> = {};
  for (let at = 0; image.readUInt32LE(at) !== 0xffffffff;) {
    const size = image.readUInt32LE(at) & 0xffffff;
    const name = image.toString('latin1', at + 4, at + HEADER_BYTES).replace(/\0+$/, '');
    files[name] = image.toString('latin1', at + HEADER_BYTES, at + HEADER_BYTES + size);
    at += (HEADER_BYTES + size + 3) & ~3;
  }
  return files;
}
