import type { Session } from './session';

// What the light shows: one ordered list over the whole state, first match wins. Microphone open stands first, and is
// taken from the capture path itself.

/** Everything the light depends on. */
export type LightInput = {
  readonly isMicrophoneOpen: boolean;
  /** A fault's number in the manual's table, or 0. */
  readonly fault: number;
  readonly session: Session;
  /** Whether somebody else in the room speaks. */
  readonly othersSpeak: boolean;
};

export type LightName =
  'microphone open' | 'fault' | 'reconnecting' | 'stage' | 'audience' | 'joining' | 'offline' | 'connecting' | 'idle';

type Rule = { readonly name: LightName; readonly matches: (input: LightInput) => boolean };

function wantsRoom(session: Session): boolean {
  return session.kind === 'joining' || (session.kind === 'connecting' && session.wantsRoom);
}

/** The list of design/product.md, as far as its states exist yet. The last rule always matches. */
export function lightRules(): readonly Rule[] {
  return [
    { name: 'microphone open', matches: (i) => i.isMicrophoneOpen },
    { name: 'fault', matches: (i) => i.fault > 0 },
    { name: 'reconnecting', matches: (i) => i.session.kind === 'reconnecting' },
    { name: 'stage', matches: (i) => i.session.kind === 'inRoom' && i.session.role === 'stage' },
    { name: 'audience', matches: (i) => i.session.kind === 'inRoom' },
    { name: 'joining', matches: (i) => wantsRoom(i.session) },
    { name: 'offline', matches: (i) => i.session.kind === 'offline' },
    { name: 'connecting', matches: (i) => i.session.kind === 'connecting' },
    { name: 'idle', matches: () => true },
  ];
}

/** The light for this state. */
export function lightFor(rules: readonly Rule[], input: LightInput): LightName {
  for (let i = 0; i < rules.length; i++) if (rules[i].matches(input)) return rules[i].name;
  return 'idle';
}
