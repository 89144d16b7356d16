import { InvalidArgumentError } from 'commander';
import { nearestWord } from '../relay/ports/nearest-word';

// Readers of arguments and options. What they throw is printed with the name of the option; the exit code is 1.

/** A number of seconds, a day at most. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('give a number of seconds above 0.');
  return value;
}

/** How many lines. */
export function lineCount(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > 1000)
    throw new InvalidArgumentError('give a number from 1 to 1000.');
  return Number(text);
}

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    const meant = nearestWord(text, words);
    throw new InvalidArgumentError(`give ${words.join(', ')}${meant === undefined ? '.' : `; did you mean ${meant}?`}`);
  };
}
