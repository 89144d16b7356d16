import {
  isText,
  readFields,
  rejected,
  type Fields,
  type isOfKind,
  type MessagesIn,
  type SignalRejection,
} from './fields';
import { SIGNAL_MAX_BYTES } from './limits';

/**
 * Reads one message. `descriptions` has a line for each message, between two line breaks: the type, a space and the fields,
 * with kinds that `isRight` knows. Total: any text gives a message or the reason why it is not one.
 */
export function readMessage<Descriptions extends string>(
  text: string,
  descriptions: Descriptions,
  isRight: typeof isOfKind,
): MessagesIn<Descriptions> | SignalRejection {
  if (text.length > SIGNAL_MAX_BYTES) return rejected('too-long');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (e) {
    return rejected('not-json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return rejected('not-an-object');
  const o = value as Fields;
  const at = isText(o.type, 16, /^[a-z-]+$/) ? descriptions.indexOf('\n' + o.type + ' ') : -1;
  if (at < 0) return rejected('unknown-type', 'type');
  const description = descriptions.substring(at + 1, descriptions.indexOf('\n', at + 1));
  return readFields(o, description, isRight) as MessagesIn<Descriptions> | SignalRejection;
}
