import { stringOf } from '../interpreter/byte-strings';
import type { Elements } from '../interpreter/elements';
import { FlashRefusal, type FlashFiles } from './flash-files';
import type { Interpreter } from '../interpreter/interpreter';

/** `require("Storage")`. Reading takes no RAM, for flash is mapped into memory. */
export function createStorage(interpreter: Interpreter, elements: Elements, flash: FlashFiles): object {
  const { cpu, costs, fail } = interpreter;
  const mapped = new WeakMap<Uint8Array, ArrayBuffer>();

  const bytesOf = (name: unknown): Uint8Array | undefined => {
    cpu.charge(costs.storageRead);
    return flash.read(String(name));
  };

  const read = (name: unknown, offset?: unknown, length?: unknown): string | undefined => {
    const bytes = bytesOf(name);
    if (bytes === undefined) return undefined;
    const from = Number(offset ?? 0);
    return stringOf(bytes.subarray(from, length === undefined ? bytes.length : from + Number(length)));
  };

  const write = (name: unknown, data: unknown, offset?: unknown, size?: unknown): boolean => {
    cpu.charge(costs.storageRead);
    const bytes = Array.isArray(data) ? Uint8Array.from(data as number[]) : elements.bytes(data);
    if (bytes === undefined) return fail("Can't get pointer to data to write");
    try {
      flash.write(String(name), bytes, Number(offset ?? 0), Number(size ?? 0));
      return true;
    } catch (error) {
      if (error instanceof FlashRefusal) return fail(error.message);
      throw error;
    }
  };

  const json = interpreter.globals['JSON'] as JSON;
  return interpreter.object({
    read,
    write,
    readArrayBuffer(name: unknown) {
      const bytes = bytesOf(name);
      if (bytes === undefined) return undefined;
      let buffer = mapped.get(bytes);
      // On a board the buffer is the flash itself and shows later writes, so the same buffer is kept up to date.
      if (buffer === undefined) mapped.set(bytes, (buffer = interpreter.buffer(bytes)));
      else new Uint8Array(buffer).set(bytes);
      return buffer;
    },
    readJSON(name: unknown, noExceptions: unknown) {
      const text = read(name);
      if (text === undefined) return undefined;
      try {
        return json.parse(text) as unknown;
      } catch (thrown) {
        if (noExceptions && !cpu.isHalted) return undefined;
        throw thrown;
      }
    },
    writeJSON: (name: unknown, value: unknown) => write(name, json.stringify(value)),
    erase: (name: unknown) => flash.erase(String(name)),
    eraseAll: () => flash.eraseAll(),
    compact: () => flash.compact(),
    list(filter: unknown) {
      const names = [...flash.names].sort();
      const pattern = filter as Partial<RegExp> | null | undefined;
      const isWanted = (name: string): boolean => pattern === undefined || pattern?.test?.(name) === true;
      return interpreter.array(names.filter(isWanted));
    },
    getFree: () => flash.space.totalBytes - flash.space.usedBytes,
  });
}
