// The simulator's public door. Adapters for Node are in node/, and imported from there.
export { createBoard, type Board, type BoardOptions, type Firmware } from './board';
export type { FirmwareException } from './powered-board-options';
export { VirtualClock } from './core/clock';
export type { MemoryPlace } from './core/address-map';
export { createRandom } from './core/random';
export { InMemoryNetwork } from './net/in-memory-network';
export type { Address, Host, TcpStream } from './net/network';
export type { AcousticCoupling } from './parts/acoustic-coupling';
export { createRecordedSound } from './parts/recorded-sound';
export { createSine, SILENCE, type SampleSource } from './parts/sample-source';
export { Lx6Fault } from './lx6/errors';
export { createLx6, type Lx6 } from './lx6/lx6';
export { createMemoryMap, ramOf } from './lx6/memory-map';
