import { createPlayout, type Playout } from '../../../../firmware/audio/table-path/table-playout';
import type { Codec } from '../../../../firmware/audio/table-path/table-codec';
import { createTableTones, type TableTones } from '../../../../firmware/audio/table-path/table-tones';
import { createTxChain } from '../../../../firmware/audio/table-path/tx-chain';
import type { TableMemory } from '../../../../firmware/audio/table-path/table-memory';

// A playout between packets and a transmitter. Packets arrive at their milliseconds, the playout is polled every 10 ms,
// and what the transmitter plays is recorded every millisecond. The transmitter follows the descriptors in memory as
// the DMA does: it reads the three words of a descriptor when it loads it, and does not see later changes.

const BLOCKS = 6;
const FRAME_MS = 20;
const SILENT_MS = 4;
const ADDRESS = 0x3ffc0000;
const OUT_EOF_DES_ADDR = 0x3ff4f038;

/** What a block holds: the number of the frame from which it was decoded, or for which it stands in. */
type Heard = { readonly frame: number; readonly repeated: number } | undefined;

/** A packet of frames. Each is a byte of the payload, its number. */
export type Packet = {
  readonly atMs: number;
  readonly sequence: number;
  readonly frames: readonly number[];
  readonly marker?: boolean;
};

/** A frame is one byte; 200 and more are quiet. */
const codec: Codec = {
  frameBytes: 1,
  encode: () => undefined,
  energy: () => 0,
  silence: () => undefined,
  decode: (payload, block) => void block.set([payload[0]!, 0]),
  conceal: (previous, block, run) => void block.set([previous[0]!, run]),
  isQuiet: (payload) => payload[0]! >= 200,
  setLoudness: () => undefined,
};

/** Memory in which every data descriptor leads to its silent one, and every silent one to itself. */
function memory(): TableMemory {
  const words = new Uint32Array(3 * 3 * BLOCKS);
  for (let descriptor = 0; descriptor < 2 * BLOCKS; descriptor++) {
    words[3 * descriptor + 2] = ADDRESS + 12 * (BLOCKS + (descriptor % BLOCKS));
  }
  const txBlocks = Array.from({ length: BLOCKS }, () => new Int32Array(2));
  const [txFirst, rxFirst] = [ADDRESS + 12 * (2 * BLOCKS - 1), ADDRESS + 12 * 2 * BLOCKS];
  return { words, base: ADDRESS, blockSamples: 2, txBlocks, rxSamples: [], rxLastWord: [], txFirst, rxFirst };
}

/** The line of one playout. */
export class Line {
  readonly playout: Playout;
  /** The frames of an earcon have the number 255: the code of silence, with which a wave begins. */
  readonly tones: TableTones = createTableTones(codec, 1);
  /** One entry a millisecond. */
  readonly heard: Heard[] = [];
  /** Called whenever frames begin or cease to play. */
  onPlaying: (isPlaying: boolean) => void = () => undefined;
  private readonly memory = memory();
  private eof = 0;
  private loaded = 2 * BLOCKS - 1;
  private next = ADDRESS + 12 * (2 * BLOCKS - 1);
  private leftMs = SILENT_MS;
  private current: Heard;

  constructor() {
    Object.assign(globalThis, { peek32: (address: number) => this.peek32(address) });
    this.playout = createPlayout(createTxChain(this.memory), codec, this.tones, (isPlaying) => {
      this.onPlaying(isPlaying);
    });
  }

  /** Lets time pass until `untilMs`, with the packets that arrive by then. */
  run(packets: readonly Packet[], untilMs: number): this {
    const due = [...packets].sort((a, b) => a.atMs - b.atMs);
    for (let nowMs = this.heard.length; nowMs < untilMs; nowMs++) {
      for (; due.length > 0 && due[0]!.atMs <= nowMs; due.shift()) {
        const { sequence, marker = false, frames } = due[0]!;
        this.playout.push(sequence & 0xffff, marker, Uint8Array.from(frames), nowMs);
      }
      if (nowMs % 10 === 0) this.playout.poll(nowMs);
      this.playOneMs();
    }
    return this;
  }

  /**
   * What was played, each run of milliseconds once: `7` is frame 7, `7*` its stand-in, `-` silence of more than 4 ms.
   */
  get runs(): string[] {
    const all: { what: Heard; ms: number }[] = [];
    for (const what of this.heard) {
      const last = all[all.length - 1];
      if (last && last.what === what) last.ms++;
      else all.push({ what, ms: 1 });
    }
    const heard = all.filter(({ what, ms }) => what !== undefined || ms > SILENT_MS);
    return heard.map(({ what }) => (what ? `${what.frame}${'*'.repeat(what.repeated)}` : '-'));
  }

  /** Milliseconds of silence between two instants. */
  silentMs(fromMs: number, toMs: number): number {
    return this.heard.slice(fromMs, toMs).filter((what) => what === undefined).length;
  }

  private peek32(address: number): number {
    if (address !== OUT_EOF_DES_ADDR) throw new Error(`0x${address.toString(16)} is not for the playout to read`);
    return this.eof;
  }

  private playOneMs(): void {
    const last = this.heard[this.heard.length - 1];
    this.heard.push(this.loaded < BLOCKS ? (this.current ?? last) : undefined);
    if (--this.leftMs > 0) return;
    this.eof = ADDRESS + 12 * this.loaded;
    this.load((this.next - ADDRESS) / 12);
  }

  private load(descriptor: number): void {
    this.loaded = descriptor;
    this.next = this.memory.words[3 * descriptor + 2]!;
    this.leftMs = descriptor < BLOCKS ? FRAME_MS : SILENT_MS;
    const [frame, repeated] = this.memory.txBlocks[descriptor % BLOCKS]!;
    this.current = descriptor < BLOCKS ? { frame: frame!, repeated: repeated! } : undefined;
  }
}
