import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openTable, type TableOptions } from '#subgraphs/intake/table/open.ts';

async function read(bytes: Buffer, options: Omit<TableOptions, 'file' | 'input' | 'note'> = {}) {
  const notes: string[] = [];
  const input = Readable.from([bytes]);
  const table = await openTable({ file: '-', input, note: (line) => void notes.push(line), ...options });
  const cells: string[] = [];
  for await (const row of table.rows) cells.push(...row.cells);
  return { cells, encoding: notes[0]?.split(',')[0] };
}

/** GB 18030 has no writer here, so its bytes stand as they are: 缉毒, 广州海关, 公斤 and 走私 in rows of Chinese. */
const CHINESE = Buffer.from(
  'bbf9b9d82cb5d8b5e32cd6d8c1bf0ab9e3d6ddbaa3b9d82cc4cfc9b3b8db2c313220b9abbdef0ab1b1beaabaa3b9d82ccad7b6bcbbfab3a12c3320b9abbdef0a',
  'hex',
);
const latin = (text: string) => Buffer.from(text, 'latin1');

describe('the encoding of a text', () => {
  it.each<[string, Buffer, string, string]>([
    ['UTF-8', Buffer.from('a,b\nHải quan,Đồng\n'), 'utf-8', 'Hải quan'],
    ['UTF-8 with a mark', Buffer.from('\ufeffa,b\nHải quan,x\n'), 'utf-8', 'Hải quan'],
    ['UTF-16 with a mark', Buffer.from('\ufeffa,b\nHải quan,x\n', 'utf16le'), 'utf-16le', 'Hải quan'],
    ['UTF-16 the other way round', Buffer.from('\ufeffa,b\nHải quan,x\n', 'utf16le').swap16(), 'utf-16be', 'Hải quan'],
    ['Spanish in Windows-1252', latin('a,b\nEspaña,Ñandú año\n'), 'windows-1252', 'España'],
    [
      'French in Windows-1252',
      latin("a,b\nCôte d\x92Ivoire,saisie à l'aéroport \x80\n"),
      'windows-1252',
      'Côte d’Ivoire',
    ],
    ['Portuguese in Windows-1252', latin('a,b\nExportação,São João\n'), 'windows-1252', 'Exportação'],
    ['Portuguese in capitals', latin('a,b\nEXPORTAÇÃO,APREENSÃO\n'), 'windows-1252', 'EXPORTAÇÃO'],
    ['German in Windows-1252', latin('a,b\nZollfahndung München,Größe übel\n'), 'windows-1252', 'Zollfahndung München'],
    ['Chinese in GB 18030', CHINESE, 'gb18030', '广州海关'],
  ])('is recognised: %s', async (_, bytes, encoding, first) => {
    const found = await read(bytes);
    expect(found.encoding).toBe(encoding);
    expect(found.cells[0]).toBe(first);
  });

  it('is what --encoding says, where it does', async () => {
    const windows1258 = latin('a,b\nH\xe3i,\xd0\xf4ng\n');
    expect(await read(windows1258, { encoding: 'windows-1258' })).toMatchObject({ cells: ['Hăi', 'Đông'] });
    await expect(read(Buffer.from('a,b\nĐ,x\n'), { encoding: 'klingon' })).rejects.toThrow(
      'expected an encoding such as utf-8, windows-1252 or gb18030, got klingon',
    );
    await expect(read(latin('a,b\ncafé,x\n'), { encoding: 'utf-8' })).rejects.toThrow(
      'expected a file in utf-8, as --encoding says, got other bytes',
    );
  });

  it('is an error where it is none of these', async () => {
    await expect(read(latin('a,b\ncaf\xe9 \x81 \xff,x\n'))).rejects.toThrow(/got a byte 0x81 that none of them has/);
    await expect(read(Buffer.from('a,b\nx,y\n', 'utf16le'))).rejects.toThrow(
      /needs a byte order mark, or --encoding utf-16le/,
    );
    await expect(read(Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x0a]))).rejects.toThrow(
      /as its byte order mark says/,
    );
  });

  it('is told of the beginning of standard input, and what does not fit it later is an error', async () => {
    const head = Buffer.from(`a,b\n${'1,2\n'.repeat(1_200_000)}`);
    const all = async () => {
      const table = await openTable({ file: '-', input: Readable.from([head, latin('caf\xe9,x\n')]) });
      let rows = 0;
      for await (const _ of table.rows) rows++;
      return rows;
    };
    await expect(all()).rejects.toThrow(/expected a file in utf-8, got other bytes behind byte .*--encoding/);
  });
});
