/** What a write did to the flash, from which the caller knows how long it takes. */
export type FlashWork = { readonly writtenPages: number; readonly compactedPages: number };

type StoredFile = { readonly bytes: Uint8Array };

/** Bytes of a page, the smallest piece that can be erased. */
const FLASH_PAGE_BYTES = 4096;
/** Pages of the partition `storage` in the stock image. */
const FLASH_PAGES = 224;
const HEADER_BYTES = 32;
/** The most bytes of a file's name. */
const LONGEST_FILE_NAME = 28;

/** A file could not be written. The message is the interpreter's. */
export class FlashRefusal extends Error {
  override readonly name = 'FlashRefusal';
}

const usedBy = (size: number): number => HEADER_BYTES + ((size + 3) & ~3);

/**
 * The files of `Storage`. Flash can only turn ones into zeros. So a byte can be written again only with the same value,
 * and a file that was replaced or erased takes room until the pages are compacted.
 */
export class FlashFiles {
  private readonly files = new Map<string, StoredFile>();
  private usedBytes = 0;
  private readonly onWork: (work: FlashWork) => void;
  private readonly pages: number;

  constructor(onWork: (work: FlashWork) => void, pages = FLASH_PAGES) {
    this.onWork = onWork;
    this.pages = pages;
  }

  /** The names of all files. */
  get names(): readonly string[] {
    return [...this.files.keys()];
  }

  /** Bytes of the partition, and those that are in use or not erased yet. */
  get space(): { readonly totalBytes: number; readonly usedBytes: number } {
    return { totalBytes: this.pages * FLASH_PAGE_BYTES, usedBytes: this.usedBytes };
  }

  /** The bytes of a file: the same array until the file is replaced. Do not write to it. */
  read(name: string): Uint8Array | undefined {
    return this.files.get(name)?.bytes;
  }

  /** Writes `data` at `offset` of a file of `size` bytes (default: the length of the data). @throws FlashRefusal */
  write(name: string, data: Uint8Array, offset = 0, size = 0): void {
    if (name.length === 0 || name.length > LONGEST_FILE_NAME)
      throw new FlashRefusal(`file names have 1 to ${LONGEST_FILE_NAME} bytes, not ${name.length}`);
    const old = this.files.get(name);
    const length = size || (offset === 0 ? data.length : (old?.bytes.length ?? Infinity));
    if (offset < 0 || offset + data.length > length) throw new FlashRefusal('Too much data for file size');
    let file = old;
    if (offset === 0 && (old === undefined || old.bytes.length !== length || !isWritable(old.bytes, data, 0)))
      file = this.create(name, length);
    if (file === undefined) throw new FlashRefusal('Unable to find or create file');
    if (offset + data.length > file.bytes.length) throw new FlashRefusal('Too much data for file size');
    if (!isWritable(file.bytes, data, offset)) throw new FlashRefusal('File already written with different data');
    if (isSame(file.bytes, data, offset)) return;
    file.bytes.set(data, offset);
    this.onWork({ writtenPages: Math.max(1, Math.ceil(data.length / FLASH_PAGE_BYTES)), compactedPages: 0 });
  }

  /** Erases a file, if it is there. */
  erase(name: string): void {
    if (this.files.delete(name)) this.onWork({ writtenPages: 1, compactedPages: 0 });
  }

  /** Erases all files. */
  eraseAll(): void {
    this.files.clear();
    this.compact();
  }

  /** Erases the pages and writes the valid files back. */
  compact(): void {
    const pagesBefore = Math.ceil(this.usedBytes / FLASH_PAGE_BYTES);
    this.usedBytes = [...this.files.values()].reduce((sum, file) => sum + usedBy(file.bytes.length), 0);
    this.onWork({ writtenPages: 0, compactedPages: pagesBefore });
  }

  private create(name: string, length: number): StoredFile {
    const total = this.pages * FLASH_PAGE_BYTES;
    this.files.delete(name);
    if (this.usedBytes + usedBy(length) > total) this.compact();
    if (this.usedBytes + usedBy(length) > total) throw new FlashRefusal('Unable to find or create file');
    this.usedBytes += usedBy(length);
    const file = { bytes: new Uint8Array(length).fill(0xff) };
    this.files.set(name, file);
    return file;
  }
}

function isSame(flash: Uint8Array, data: Uint8Array, offset: number): boolean {
  return data.every((byte, i) => flash[offset + i] === byte);
}

/** Whether the interpreter would write there: all bytes are erased, or none would change. */
function isWritable(flash: Uint8Array, data: Uint8Array, offset: number): boolean {
  return isSame(flash, data, offset) || data.every((_, i) => flash[offset + i] === 0xff);
}
