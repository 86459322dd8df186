import { isSameRepository } from './isSameRepository';

describe('isSameRepository', () => {
  const url = 'https://git.example.com/lakehouse/gitops';

  it.each([
    url,
    'http://git.internal:3000/Lakehouse/gitops.git',
    'https://git.example.com/lakehouse/gitops/',
    'https://portal@git.example.com/lakehouse/git%6Fps',
  ])('knows %s again', other => {
    expect(isSameRepository(url, other)).toBe(true);
  });

  it.each([
    'https://git.example.com/lakehouse/gitops2',
    'https://git.example.com/gitops',
    'https://git.example.com/lakehouse/gitops/%E0',
    'lakehouse/gitops',
    '',
  ])('takes %s for another', other => {
    expect(isSameRepository(url, other)).toBe(false);
  });

  it('takes what is no address for nothing', () => {
    expect(isSameRepository('', '')).toBe(false);
  });
});
