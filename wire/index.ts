export * from './limits';
export * from './sequence';
export * from './rtp';
export * from './payload';
export * from './pcmu';
export * from './dvi4';
export * from './claim';
export * from './signal';
