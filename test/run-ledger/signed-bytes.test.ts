import { describe, expect, it } from 'vitest';
import { decodeSigned, encodeSigned, signedMessage } from '../../src/run-ledger/signed-bytes.ts';

const mac = Buffer.alloc(32, 7).toString('base64');
const bytes = Buffer.from('{"a":1}\nand more');

describe('decodeSigned()', () => {
  it('gives back what was signed', () => {
    const { bytes: read, ...rest } = decodeSigned(encodeSigned({ generation: 12, mac, bytes })) ?? { bytes: '' };
    expect([Buffer.from(read).toString(), rest]).toEqual([bytes.toString(), { generation: 12, mac }]);
  });

  it.each([
    ['nothing', ''],
    ['bytes without a header', '\u001f\u008b\b'],
    ['no generation', `{"signed":1,"generation":0,"mac":"${mac}"}\n`],
    ['a generation that no number holds', `{"signed":1,"generation":99999999999999999,"mac":"${mac}"}\n`],
    // KMS would refuse to look at it, which must not pass for KMS being out of reach.
    ['a code of another length', `{"signed":1,"generation":1,"mac":"${mac}${mac}"}\n`],
    ['a header without an end', `{"signed":1,"generation":1,"mac":"${mac}"}`],
    ['a header far off', `${' '.repeat(300)}{"signed":1,"generation":1,"mac":"${mac}"}\n`],
  ])('takes %s for nothing that this program signed', (_, text) => {
    expect(decodeSigned(Buffer.from(text, 'latin1'))).toBeUndefined();
  });
});

describe('signedMessage()', () => {
  const as = {
    ledger: 'parameter "/a"',
    account: '123456789012',
    name: '123456789012/1/ledger.json.gz',
    generation: 3,
  };

  it('is another for every other ledger, account, name, generation and content', () => {
    const messages = [
      signedMessage(as, bytes),
      signedMessage({ ...as, ledger: 'parameter "/b"' }, bytes),
      signedMessage({ ...as, account: '210987654321' }, bytes),
      signedMessage({ ...as, name: '123456789012/2/ledger.json.gz' }, bytes),
      signedMessage({ ...as, generation: 4 }, bytes),
      signedMessage(as, Buffer.from('other')),
    ];
    expect(new Set(messages).size).toBe(messages.length);
  });

  it('is short whatever the length of the document', () => {
    expect(signedMessage(as, Buffer.alloc(5_000_000)).length).toBeLessThan(4_096);
  });
});
