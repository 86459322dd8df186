import { otherWarnings } from './otherWarnings';

it('tells no warning that consequences or fit tell already, and no error', () => {
  const warn = (message: string) => ({
    ...{ severity: 'warning' as const, code: 'any' },
    message,
  });
  expect(
    otherWarnings({
      problems: [
        warn('Merging this runs daily again.'),
        warn('sales has 2 CPU left, so it waits'),
        warn('The API server did not answer'),
        { severity: 'error', code: 'name', message: 'daily is taken' },
      ],
      consequences: ['Merging this runs daily again.'],
      fit: {
        fits: false,
        summary: 'asks for 8 CPU; sales has 2 CPU left, so it waits',
        problems: [],
      },
    }),
  ).toEqual(['The API server did not answer']);
});
