/** As `map`, for a list of known length: the results can be taken apart by name without a check of each. */
export function mapTuple<const From extends readonly unknown[], To>(
  from: From,
  of: (item: From[number], index: number) => To,
): { [Place in keyof From]: To } {
  return from.map(of) as { [Place in keyof From]: To };
}
