// Vectors of the RFCs, bytes as hex digits. They are run on Node and on the real interpreter.

const bytes = (count: number, byte: string): string => byte.repeat(count);
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
/** Hex digits as RFCs print them, in groups and lines. */
const joined = (printed: string): string => printed.replace(/\s+/g, '');

type HmacVector = { readonly name: string; readonly key: string; readonly data: string; readonly code: string };

/** RFC 4231, section 4: HMAC-SHA-256. Case 5 is cut to 128 bits. */
export const HMAC_VECTORS: readonly HmacVector[] = [
  {
    name: 'RFC 4231 case 1',
    key: bytes(20, '0b'),
    data: ascii('Hi There'),
    code: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    name: 'RFC 4231 case 2: a key shorter than the hash',
    key: ascii('Jefe'),
    data: ascii('what do ya want for nothing?'),
    code: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    name: 'RFC 4231 case 3: data longer than 64 bytes',
    key: bytes(20, 'aa'),
    data: bytes(50, 'dd'),
    code: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  },
  {
    name: 'RFC 4231 case 4',
    key: '0102030405060708090a0b0c0d0e0f10111213141516171819',
    data: bytes(50, 'cd'),
    code: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
  {
    name: 'RFC 4231 case 5: cut to 128 bits',
    key: bytes(20, '0c'),
    data: ascii('Test With Truncation'),
    code: 'a3b6167473100ee06e0c796c2955552b',
  },
  {
    name: 'RFC 4231 case 6: a key longer than a block',
    key: bytes(131, 'aa'),
    data: ascii('Test Using Larger Than Block-Size Key - Hash Key First'),
    code: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
  {
    name: 'RFC 4231 case 7: key and data longer than a block',
    key: bytes(131, 'aa'),
    data: ascii(
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed ' +
        'before being used by the HMAC algorithm.',
    ),
    code: '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  },
];

type HkdfVector = {
  readonly name: string;
  readonly keyMaterial: string;
  readonly salt: string;
  readonly info: string;
  readonly key: string;
};

const count = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => (from + i).toString(16).padStart(2, '0')).join('');

/** RFC 5869, appendix A.1 to A.3: HKDF-SHA-256. */
export const HKDF_VECTORS: readonly HkdfVector[] = [
  {
    name: 'RFC 5869 A.1',
    keyMaterial: bytes(22, '0b'),
    salt: count(0, 0x0c),
    info: count(0xf0, 0xf9),
    key: joined(`3cb25f25faacd57a90434f64d0362f2a 2d2d0a90cf1a5a4c5db02d56ecc4c5bf 34007208d5b887185865`),
  },
  {
    name: 'RFC 5869 A.2: longer inputs and outputs',
    keyMaterial: count(0, 0x4f),
    salt: count(0x60, 0xaf),
    info: count(0xb0, 0xff),
    key: joined(`b11e398dc80327a1c8e7f78c596a4934 4f012eda2d4efad8a050cc4c19afa97c
      59045a99cac7827271cb41c65e590e09 da3275600c2f09b8367793a9aca3db71
      cc30c58179ec3e87c14c01d5c1f3434f 1d87`),
  },
  {
    name: 'RFC 5869 A.3: neither salt nor info',
    keyMaterial: bytes(22, '0b'),
    salt: '',
    info: '',
    key: joined(`8da4e775a563c18f715f802a063c5a31 b8a11f5c5ee1879ec3454e5f3c738d2d 9d201395faa4b61a96c8`),
  },
];

/** RFC 7518, appendix B.1: A128CBC-HS256. */
export const SEAL_VECTOR = {
  key: count(0, 0x1f),
  plain: joined(`41 20 63 69 70 68 65 72 20 73 79 73 74 65 6d 20 6d 75 73 74 20 6e 6f 74 20 62 65 20 72 65 71 75
    69 72 65 64 20 74 6f 20 62 65 20 73 65 63 72 65 74 2c 20 61 6e 64 20 69 74 20 6d 75 73 74 20 62
    65 20 61 62 6c 65 20 74 6f 20 66 61 6c 6c 20 69 6e 74 6f 20 74 68 65 20 68 61 6e 64 73 20 6f 66
    20 74 68 65 20 65 6e 65 6d 79 20 77 69 74 68 6f 75 74 20 69 6e 63 6f 6e 76 65 6e 69 65 6e 63 65`),
  iv: '1af38c2dc2b96ffdd86694092341bc04',
  along: joined(`54 68 65 20 73 65 63 6f 6e 64 20 70 72 69 6e 63 69 70 6c 65 20 6f 66 20 41 75 67 75 73 74 65 20
    4b 65 72 63 6b 68 6f 66 66 73`),
  blocks: joined(`c8 0e df a3 2d df 39 d5 ef 00 c0 b4 68 83 42 79 a2 e4 6a 1b 80 49 f7 92 f7 6b fe 54 b9 03 a9 c9
    a9 4a c9 b4 7a d2 65 5c 5f 10 f9 ae f7 14 27 e2 fc 6f 9b 3f 39 9a 22 14 89 f1 63 62 c7 03 23 36
    09 d4 5a c6 98 64 e3 32 1c f8 29 35 ac 40 96 c8 6e 13 33 14 c5 40 19 e8 ca 79 80 df a4 b9 cf 1b
    38 4c 48 6f 3a 54 c5 10 78 15 8e e5 d7 9d e5 9f bd 34 d8 48 b3 d6 95 50 a6 76 46 34 44 27 ad e5
    4b 88 51 ff b5 98 f7 f8 00 74 b9 47 3c 82 e2 db`),
  tag: '652c3fa36b0a7c5b3219fab3a30bc1c4',
} as const;
