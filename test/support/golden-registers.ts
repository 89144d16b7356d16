import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type GoldenRegister = { readonly addr: string; readonly value: string; readonly mask_that_matters: string };
type Golden = { readonly cases: Record<string, { readonly registers: Record<string, GoldenRegister> }> };

const golden = JSON.parse(readFileSync(join(__dirname, '../vectors/i2s-registers.json'), 'utf8')) as Golden;

/** Registers that differ from ESP-IDF v5.5.2's state of a case under the case's masks, each with both values. */
export function differencesFromGolden(registers: Record<string, string>, caseName: string): string[] {
  const differences: string[] = [];
  for (const [name, { value, mask_that_matters: mask }] of Object.entries(golden.cases[caseName]!.registers)) {
    const found = registers[name];
    if (Number(mask) === 0) continue;
    if (found === undefined) differences.push(`${name} is missing`);
    else if (((Number(found) ^ Number(value)) & Number(mask)) !== 0) {
      differences.push(`${name} is ${found}, golden ${value} under ${mask}`);
    }
  }
  return differences;
}
