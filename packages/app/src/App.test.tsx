import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import App from './App';

describe('App', () => {
  beforeEach(() => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Lakefront' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
      ] as unknown as string,
    };
  });

  it('asks who to be before it shows anything', async () => {
    render(App.createRoot());

    expect(
      await screen.findByRole('heading', { name: 'Who would you like to be?' }),
    ).toBeInTheDocument();
    for (const name of ['Mia Larsson', 'Pat Okafor', 'Sam Novak', 'Guest']) {
      expect(screen.getByRole('heading', { name })).toBeInTheDocument();
    }
    await userEvent.click(screen.getByText('Sam Novak'));
    expect(sessionStorage.getItem('lakefront:sample-user')).toBe('sam');
  });
});
