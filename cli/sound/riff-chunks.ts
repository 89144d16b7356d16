// The chunks of a RIFF file: "Multimedia Programming Interface and Data Specifications 1.0" (IBM, Microsoft, 1991),
// chapter 2. A chunk is an id of four characters, a 32-bit length, its bytes, and a pad byte if the length is odd.

/** One chunk. `bytes` is shorter than `declared` if the file ends before. */
type Chunk = { readonly id: string; readonly declared: number; readonly bytes: Buffer };

const HEADER_BYTES = 8;
/** The chunks that recorders and editors write. They show where a chunk begins when a length or a pad byte is wrong. */
const KNOWN_IDS = new Set(
  'fmt ,data,fact,LIST,PEAK,JUNK,junk,PAD ,FLLR,bext,iXML,axml,chna,cue ,plst,smpl,inst,cart,levl,id3 ,ID3 ,_PMX,DISP,afsp'.split(
    ',',
  ),
);

const idAt = (file: Buffer, at: number): string => file.toString('latin1', at, at + 4);
const isKnownAt = (file: Buffer, at: number): boolean => KNOWN_IDS.has(idAt(file, at));

/** Where the next chunk begins. Some writers leave the pad byte out. */
function afterChunk(file: Buffer, end: number, declared: number): number {
  if (declared % 2 === 0) return end;
  return !isKnownAt(file, end + 1) && isKnownAt(file, end) ? end : end + 1;
}

/** Whether the file continues with known chunks up to its end, or is at its end. */
function isAllChunks(file: Buffer, from: number): boolean {
  let at = from;
  while (at + HEADER_BYTES <= file.length) {
    if (!isKnownAt(file, at)) return false;
    const declared = file.readUInt32LE(at + 4);
    const end = at + HEADER_BYTES + declared;
    // The length of a second `data` may be as wrong as that of the first.
    if (idAt(file, at) === 'data' && (declared === 0 || end > file.length)) return true;
    if (end > file.length) return false;
    at = afterChunk(file, end, declared);
  }
  return at >= file.length;
}

/**
 * The chunks of a RIFF file from its byte 12 on. A recorder that was stopped in the middle leaves lengths that are 0 or
 * too large: `data` then holds everything to the end of the file.
 */
export function riffChunks(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 12; at + HEADER_BYTES <= file.length;) {
    const id = idAt(file, at);
    const declared = file.readUInt32LE(at + 4);
    const start = at + HEADER_BYTES;
    const isUnpatched = id === 'data' && declared === 0 && !isAllChunks(file, start);
    const end = isUnpatched ? file.length : Math.min(file.length, start + declared);
    chunks.push({ id, declared, bytes: file.subarray(start, end) });
    at = isUnpatched ? end : afterChunk(file, start + declared, declared);
  }
  return chunks;
}
