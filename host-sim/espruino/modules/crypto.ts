import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';

/** The hashes that the interpreter has. */
export type HashName = 'SHA1' | 'SHA224' | 'SHA256' | 'SHA384' | 'SHA512';
/** The modes of AES that the interpreter has. */
export type AesMode = 'CBC' | 'CFB8' | 'CTR' | 'ECB';

/** The port behind `require("crypto")`. `key` has 16, 24 or 32 bytes, and `iv` has 16. Nothing is padded. */
export interface Crypto {
  hash(name: HashName, data: Uint8Array): Uint8Array;
  aes(mode: AesMode, direction: 'encrypt' | 'decrypt', key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array;
  pbkdf2(hash: HashName, passphrase: Uint8Array, salt: Uint8Array, rounds: number, bytes: number): Uint8Array;
}

const HASHES: readonly HashName[] = ['SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512'];
const BLOCK_BYTES = 16;
type AesOptions = { readonly iv?: unknown; readonly mode?: unknown };
type Pbkdf2Options = { readonly keySize?: number; readonly iterations?: number; readonly hasher?: HashName };

/** `require("crypto")`. As in the interpreter, CTR ignores the `iv`, and ECB gives zeros for an incomplete block. */
export function createCryptoModule(
  interpreter: Interpreter,
  elements: Elements,
  crypto: Crypto,
  print: (line: string) => void,
): object {
  const { cpu, costs, fail } = interpreter;

  const bytes = (value: unknown, what: string): Uint8Array => elements.bytes(value) ?? fail(`${what} is not data`);

  const hash = (name: HashName) => (value: unknown) => {
    const data = bytes(value, 'the message');
    cpu.charge(costs.hashCall + data.length * (name === 'SHA1' ? costs.sha1PerByte : costs.sha2PerByte));
    return interpreter.buffer(crypto.hash(name, data));
  };

  const aes = (direction: 'encrypt' | 'decrypt') => (message: unknown, keyGiven: unknown, given?: AesOptions) => {
    const data = bytes(message, 'the message');
    const key = bytes(keyGiven, 'the key');
    const name = String((given?.mode as string | undefined) ?? 'CBC').toUpperCase();
    const mode = name === 'CFB' ? 'CFB8' : name;
    if (mode === 'OFB') return fail('Feature unavailable');
    if (mode !== 'CBC' && mode !== 'CFB8' && mode !== 'CTR' && mode !== 'ECB') return fail('Unknown Crypto mode');
    if (![16, 24, 32].includes(key.length)) return fail('Invalid key length');
    cpu.charge(costs.aesCall + data.length * (mode === 'CFB8' ? costs.aesCfbPerByte : costs.aesPerByte));
    const zeros = new Uint8Array(BLOCK_BYTES);
    const iv = given?.iv === undefined || mode === 'CTR' ? zeros : bytes(given.iv, 'the iv');
    if (iv.length !== BLOCK_BYTES) return fail('`iv` must be 16 bytes long');
    const tail = data.length % BLOCK_BYTES;
    if (mode === 'CBC' && tail !== 0) {
      print('ERROR: Invalid input length');
      return undefined;
    }
    if (mode !== 'ECB') return interpreter.buffer(crypto.aes(mode, direction, key, iv, data));
    const whole = crypto.aes(mode, direction, key, zeros, data.subarray(0, data.length - tail));
    const padded = new Uint8Array(data.length);
    padded.set(whole);
    return interpreter.buffer(padded);
  };

  const module = interpreter.object({
    AES: interpreter.object({ encrypt: aes('encrypt'), decrypt: aes('decrypt') }),
    PBKDF2(passphrase: unknown, salt: unknown, given?: Pbkdf2Options) {
      const rounds = given?.iterations ?? 1;
      cpu.charge(costs.hashCall + rounds * costs.pbkdf2PerRound);
      // `keySize` is in 32-bit words.
      const length = 4 * (given?.keySize ?? 4);
      const hasher = given?.hasher ?? 'SHA1';
      if (!HASHES.includes(hasher)) return fail('Unknown Hasher');
      return interpreter.buffer(
        crypto.pbkdf2(hasher, bytes(passphrase, 'the passphrase'), bytes(salt, 'the salt'), rounds, length),
      );
    },
  });
  for (const name of HASHES) module[name] = hash(name);
  return module;
}
