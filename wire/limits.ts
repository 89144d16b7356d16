// Limits of the protocol. README.md gives the reasons.

/** Largest UDP payload towards a device: stock Espruino reads sockets in 536-byte chunks, 8 of which are its own header. */
export const DATAGRAM_MAX_BYTES = 528;
/** Largest signalling message, in UTF-8 bytes. */
export const SIGNAL_MAX_BYTES = 4096;
/** WebSocket subprotocol of the signalling connection. */
export const SIGNAL_SUBPROTOCOL = 'stagebox.v1';
/** Longest name of a device, in the units of the reader's strings: bytes on a device, UTF-16 units elsewhere. */
export const NAME_MAX = 64;
/** Longest room id, in characters: small letters, digits and hyphens. */
export const ROOM_ID_MAX = 40;
/** Length of one audio frame. Packets carry whole frames. */
export const FRAME_MS = 20;
/** Most frames in one packet: 40 ms. */
export const FRAMES_PER_PACKET_MAX = 2;
/** The time between two pings of a member. */
export const PING_EVERY_MS = 10000;
/** A connection that is silent for this long is dead. */
export const DEAD_AFTER_MS = 25000;
/** Bytes of the token with which a member claims its media address. */
export const TOKEN_BYTES = 16;
