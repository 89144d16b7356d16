import { bootBoard } from '../workbench';

const bench = bootBoard(`
var c=require("crypto");
function hex(b){return [].slice.call(new Uint8Array(b)).map(x=>(x+256).toString(16).substr(1)).join("")}
function un(h){var a=new Uint8Array(h.length/2);for(var i=0;i<a.length;i++)a[i]=parseInt(h.substr(2*i,2),16);return a}`);
const ask = (line: string): string => bench.ask(line).replace(/^="|"$/g, '');

test('hashes are those of FIPS 180', () => {
  expect(ask('hex(c.SHA1("abc"))')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(ask('hex(c.SHA256("abc"))')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(ask('hex(c.SHA1(new Uint8Array([97,98,99])))')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
});

// NIST SP 800-38A, appendix F: key, initialization vector and first block.
const KEY = '2b7e151628aed2a6abf7158809cf4f3c';
const IV = '000102030405060708090a0b0c0d0e0f';
const PLAIN = '6bc1bee22e409f96e93d7e117393172a';

test('AES in ECB, CBC and CFB8 is that of SP 800-38A', () => {
  const encrypt = (mode: string): string =>
    ask(`hex(c.AES.encrypt(un("${PLAIN}"),un("${KEY}"),{iv:un("${IV}"),mode:"${mode}"}))`);
  expect(encrypt('ECB')).toBe('3ad77bb40d7a3660a89ecaf32466ef97');
  expect(encrypt('CBC')).toBe('7649abac8119b246cee98e9b12e9197d');
  expect(encrypt('CFB').slice(0, 4)).toBe('3b79');
});

test('AES decrypts what it has encrypted', () => {
  for (const mode of ['ECB', 'CBC', 'CFB', 'CTR']) {
    const options = `{iv:un("${IV}"),mode:"${mode}"}`;
    expect(
      ask(`hex(c.AES.decrypt(c.AES.encrypt(un("${PLAIN}"),un("${KEY}"),${options}),un("${KEY}"),${options}))`),
    ).toBe(PLAIN);
  }
});

test('AES in CTR ignores the iv: every message gets the same key stream', () => {
  const encrypt = (iv: string): string =>
    ask(`hex(c.AES.encrypt(un("${PLAIN}"),un("${KEY}"),{iv:un("${iv}"),mode:"CTR"}))`);
  expect(encrypt(IV)).toBe(encrypt('ffffffffffffffffffffffffffffffff'));
  expect(encrypt(IV)).toBe(encrypt('00000000000000000000000000000000'));
});

test('a block that is not whole: CBC says so, ECB leaves zeros', () => {
  expect(ask(`c.AES.encrypt("abc",un("${KEY}"),{mode:"CBC"})`)).toContain('ERROR');
  expect(ask(`hex(c.AES.encrypt(un("${PLAIN}aabb"),un("${KEY}"),{mode:"ECB"})).substr(32)`)).toBe('0000');
});

test('what the interpreter lacks fails as there', () => {
  expect(ask(`c.AES.encrypt("",un("${KEY}"),{mode:"OFB"})`)).toContain('Feature unavailable');
  expect(ask(`c.AES.encrypt("",un("${KEY}"),{mode:"GCM"})`)).toContain('Unknown Crypto mode');
  expect(ask('typeof c.HMAC')).toBe('undefined');
});

test('PBKDF2 is that of RFC 6070', () => {
  expect(ask('hex(c.PBKDF2("password","salt",{keySize:5,iterations:2,hasher:"SHA1"}))')).toBe(
    'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957',
  );
});
