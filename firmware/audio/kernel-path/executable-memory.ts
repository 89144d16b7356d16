// Where the ESP32 can execute code that the interpreter's program brings along. SRAM1 is data and instruction memory at once:
// its words appear on the instruction bus in reverse order (esp-idf, heap_caps.c, dram_alloc_to_iram_addr). RTC FAST memory
// belongs to nobody in stock Espruino, survives a restart, and is reached by the processor that runs the interpreter. Both take
// whole words only, on the instruction bus.

/** SRAM1 as data. */
const SRAM1_LOW = 0x3ffe0000;
const SRAM1_HIGH = 0x40000000;
/** The instruction address of SRAM1's last data word. */
const SRAM1_CODE = 0x400a0000;
/** RTC FAST memory has 8 KB. Its first half may hold what runs on waking from deep sleep. */
const RTC_FAST_CODE = 0x400c1000;
const RTC_FAST_BYTES = 0x1000;

/** Whether what lies at a data address can be executed there, through the instruction bus. */
export function isExecutable(address: number): boolean {
  return address >= SRAM1_LOW && address < SRAM1_HIGH;
}

/**
 * The instruction address for `bytes` bytes of code: in the `room` bytes at the data address `address`, if those are in SRAM1 and
 * enough, else in RTC FAST memory; 0 if neither has room.
 */
export function codeAddress(address: number, room: number, bytes: number): number {
  if (room >= bytes && isExecutable(address)) return SRAM1_CODE + (SRAM1_HIGH - (address + bytes));
  return bytes <= RTC_FAST_BYTES ? RTC_FAST_CODE : 0;
}
