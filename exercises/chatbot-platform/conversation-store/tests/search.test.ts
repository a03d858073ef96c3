import assert from 'node:assert/strict';
import { clock, random, trace } from '#testkit';
import { Chat, query } from './chat.ts';

describe('Search', () => {
  it('R10 every word has to be there, in any order and in capitals or not', async () => {
    const chat = Chat.tree();
    for (const text of [
      'Show Q3 sales',
      'q3 SALES by region',
      'Sales of Q4',
      'Refunds in Q3, then sales.',
      'Nothing of that',
      'ÉTÉ à Genève',
      'Größe 43, ΑΘΗΝΑ',
    ])
      await chat.append(null, text);
    for (const words of [
      'sales',
      'Q3 sales',
      'SALES q3',
      'sales sales',
      'été GENÈVE',
      '43 größe',
      'αθηνα',
      'q3 nothing',
    ])
      await chat.agreesOnSearch(words, 10, 'Seven messages');
  });

  it('R10 a word is a run of letters and digits, and found as a whole only', async () => {
    const chat = Chat.tree();
    for (const text of [
      'sales',
      'presales',
      'sales-report',
      'salesman',
      'sale',
      '(sales)',
      'sales_2024',
      'Q3/sales',
      "sales's",
    ])
      await chat.append(null, text);
    for (const words of ['sales', 'sale', 'report', 'sales report', 'sal', '2024', 's', 'the', 'sales the'])
      await chat.agreesOnSearch(words, 50, 'Nine messages');
  });

  it('R10 signs in a query are no more than gaps between words', async () => {
    const chat = Chat.tree();
    for (const text of ['sales & refunds', 'sales', 'a.c', 'abc', 'sales (Q3']) await chat.append(null, text);
    for (const words of [
      'sales & refunds',
      'sales (',
      'sales | refunds',
      '%',
      '.*',
      'a.c',
      '',
      '  ',
      '-sales',
      '"sales',
      "'",
      ':*',
      '!sales',
      '\\',
    ])
      await chat.agreesOnSearch(words, 50, 'Five messages');
  });

  it('R10 the newest come first, and no more than the limit', async () => {
    const chat = Chat.tree();
    for (let i = 0; i < 80; i++) {
      if (random.chance(0.3)) clock.jumpWallClock(random.int(-20, 30));
      await chat.append(chat.model.said.length > 0 ? random.pick(chat.model.said).id : null);
    }
    let found = 0;
    for (let i = 0; i < 20; i++)
      found += await chat.agreesOnSearch(query(), random.int(1, 20), 'Eighty messages');
    trace.point('messages found', found);
    assert.ok(found > 0, 'Something should be found');
  });

  it('R10 what is removed is not found any more, and what moved up still is', async () => {
    const chat = Chat.tree();
    const [first, second] = await chat.thread(null, 4);
    await chat.append(second!, 'the password is swordfish');
    const secret = chat.model.said.at(-1)!.id;
    const reply = await chat.append(secret, 'swordfish, I see', 'assistant');
    await chat.remove(secret, 'message');
    await chat.agreesOnSearch('password', 10, 'Without the message');
    await chat.agreesOnSearch('swordfish', 10, 'Without the message');
    await chat.remove(reply, 'message');
    await chat.agreesOnSearch('swordfish', 10, 'Without its reply');
    await chat.append(first!, 'swordfish again');
    await chat.remove(first!, 'branch');
    await chat.agreesOnSearch('swordfish', 10, 'Without the branch');
  });

  it('R10 after any changes, it finds what is there', async () => {
    const chat = Chat.tree();
    for (let i = 0; i < 120; i++) {
      await chat.change();
      if (i % 4 === 0) await chat.agreesOnSearch(query(), 20, `After change ${i + 1}`);
    }
  });

  it('R10 words that objects have anyway are words like others', async () => {
    const chat = Chat.tree();
    for (const text of ['constructor', 'toString of it', '__proto__', 'has own'])
      await chat.append(null, text);
    for (const words of ['constructor', 'tostring', 'proto', 'valueOf', 'hasOwnProperty', 'own'])
      await chat.agreesOnSearch(words, 10, 'Four messages');
  });
});
