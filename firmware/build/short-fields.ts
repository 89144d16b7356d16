// Which fields of objects the build gives shorter names. The interpreter looks a name up character by character, and a name of more
// than four characters takes a variable more in every object that has it.

/** Fields that more than one file uses and nothing outside of the firmware knows: no setting, no message, no text, no built-in. */
export const INNER_FIELDS: readonly string[] = `
  base begin bitsPerSample blockSamples cipherKey codeRoomBytes complaint conceal concealFill concealStart
  count counters decode decodeDvi4 decodePcmu decryptCbc dueAtMs effects encode encodeDvi4 encodePcmu
  encryptCbc energy expect filesComplaint frame frameBytes frameSamples gesture gestures grow hasNext hashOf
  headerBytes history incoming incomingAddress invitations isConsulting isDry isMuted isOver isOverdue
  isPlaying isQuiet isReady isRefused isSetUp isToSpare level mark media microphoneState notes nowMs onClose
  onOpen onPlaying onText oneFrame openDvi4 othersSpeak phase plain poll preRoll pull rateHz receive
  rxFirst rxLastWord rxSamples session setLoudness setPacketMs settingsComplaint silence startDvi4 tagHmac
  talk txBlocks txFirst usePacket wantsRoom watch withPreRoll words xorWith
`
  .trim()
  .split(/\s+/);

/** What the build shortens: these, and every field whose name begins with _, which only its own file uses. */
export const SHORTENED_FIELDS = new RegExp(`^(_[a-z].*|${INNER_FIELDS.join('|')})$`);
