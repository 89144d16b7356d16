// Where the ESP32 can execute machine code that the firmware loads. SRAM1 is data memory and instruction memory: its
// words appear on the instruction bus in reverse order (ESP-IDF, heap_caps.c, dram_alloc_to_iram_addr). RTC FAST memory
// is unused in stock Espruino, survives a restart, and can be reached by the processor that runs the interpreter. On
// the instruction bus both are accessed by whole words only.

/** SRAM1 as data. */
const SRAM1_LOW = 0x3ffe0000;
const SRAM1_HIGH = 0x40000000;
/** The instruction address of SRAM1's last data word. */
const SRAM1_CODE = 0x400a0000;
/** RTC FAST memory has 8 KB. Its first half may hold code that runs on waking from deep sleep. */
const RTC_FAST_CODE = 0x400c1000;
const RTC_FAST_BYTES = 0x1000;

/** Whether code at a data address can be executed, through the instruction bus. */
export function isExecutable(address: number): boolean {
  return address >= SRAM1_LOW && address < SRAM1_HIGH;
}

/** Whether so much code is placed in RTC FAST memory, where it takes none of the interpreter's variables. */
export function fitsRtcFast(bytes: number): boolean {
  return bytes <= RTC_FAST_BYTES;
}

/**
 * The instruction address for `bytes` bytes of code: in RTC FAST memory if they fit, otherwise in the `room` bytes at the
 * data address `address`, if those are in SRAM1 and enough; 0 if neither has room.
 */
export function codeAddress(address: number, room: number, bytes: number): number {
  if (fitsRtcFast(bytes)) return RTC_FAST_CODE;
  return room >= bytes && isExecutable(address) ? SRAM1_CODE + (SRAM1_HIGH - (address + bytes)) : 0;
}
