import { Remembered } from './Remembered';

describe('Remembered', () => {
  const answers = (text: string) => jest.fn(async () => Buffer.from(text));

  it('asks once, and again what failed or is long', async () => {
    const remembered = new Remembered();
    const short = answers('x');
    const long = answers('x'.repeat(100_000));
    const failing = jest.fn(async () => {
      throw new Error('not there');
    });
    for (let round = 0; round < 2; round++) {
      expect(String(await remembered.get('short', short))).toBe('x');
      expect(await remembered.get('long', long)).toHaveLength(100_000);
      await expect(remembered.get('none', failing)).rejects.toThrow(
        'not there',
      );
    }
    expect(short).toHaveBeenCalledTimes(1);
    expect(long).toHaveBeenCalledTimes(2);
    expect(failing).toHaveBeenCalledTimes(2);
  });

  it('keeps what was asked for last, and no more than so much', async () => {
    const remembered = new Remembered();
    const used = answers('used');
    const unused = answers('unused');
    await remembered.get('unused', unused);
    for (let other = 0; other < 1000; other++) {
      await remembered.get('used', used);
      await remembered.get(`other ${other}`, answers('other'));
    }
    await remembered.get('unused', unused);
    expect(used).toHaveBeenCalledTimes(1);
    expect(unused).toHaveBeenCalledTimes(2);
  });
});
