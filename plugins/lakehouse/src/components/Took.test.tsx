import { render, screen } from '@testing-library/react';
import { Took } from './Took';

const startedAt = '2026-01-02T10:00:00Z';
const usual = { runs: 20, medianSeconds: 480 };

describe('Took', () => {
  it('says how long something took, and how long it usually takes', () => {
    render(
      <Took workload={{ startedAt, endedAt: '2026-01-02T10:06:40Z', usual }} />,
    );
    expect(screen.getByText('6 min 40 s')).toBeInTheDocument();
    expect(screen.getByText('usually 8 min')).toBeInTheDocument();
    expect(
      screen.getByTitle('usually 8 min, of 20 successful runs'),
    ).toBeInTheDocument();
  });

  it('says when it is long, not by colour alone', () => {
    render(
      <Took workload={{ startedAt, endedAt: '2026-01-02T10:20:00Z', usual }} />,
    );
    expect(
      screen.getByText('longer than usual, usually 8 min'),
    ).toBeInTheDocument();
  });

  it('has no bar where nothing is usual or nothing began', () => {
    render(
      <>
        <p>
          <Took workload={{ startedAt, endedAt: '2026-01-02T10:20:00Z' }} />
        </p>
        <p>
          <Took workload={{ usual }} />
        </p>
      </>,
    );
    expect(screen.getByText('20 min')).toBeInTheDocument();
    expect(screen.getByText('–')).toBeInTheDocument();
    expect(screen.queryByText(/usual/)).toBeNull();
  });
});
