// The simulator's public door. Adapters for Node are in node/, and imported from there.
export { createBoard, type Board, type BoardOptions } from './board';
export { VirtualClock, type Clock, type Timer } from './core/clock';
export { createRandom, type Random } from './core/random';
export type { CostModel } from './espruino/cost-model';
export type { Crypto } from './espruino/crypto';
export type { ScriptContext, ScriptContextFactory } from './espruino/script-context';
export type { Conditions } from './net/conditions';
export { InMemoryNetwork, type InMemoryNetworkOptions } from './net/in-memory-network';
export type { Address, Host, TcpListener, TcpStream, UdpPort } from './net/network';
export { createRecordedSound, type RecordedSound } from './parts/recorded-sound';
export type { Recording } from './parts/recording';
export { createMixture, createNoise, createSine, SILENCE, type SampleSource } from './parts/sample-source';
export type { Timeline } from './parts/timeline';
export type { AddressSpace, Block } from './lx6/address-space';
export { Lx6Fault } from './lx6/errors';
export { createLx6, type Lx6, type Lx6Options, type Lx6Result } from './lx6/lx6';
export { createMemoryMap, ramOf, type MemoryMapOptions } from './lx6/memory-map';
