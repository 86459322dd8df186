import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { useState } from 'react';
import { seriousFaults } from '../__testUtils__/renderLakehouse';
import { appendText, emptyLog } from './logLines';
import { LogViewer } from './LogViewer';

const VIEW = 400;
const LINE = 20;

/** jsdom has no layout: the box is 400 high, its content as high as it says. */
beforeAll(() => {
  const define = (name: string, get: (this: HTMLElement) => number) =>
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      get,
    });
  define('offsetHeight', () => VIEW);
  define('offsetWidth', () => 800);
  define('clientHeight', () => VIEW);
  define('scrollHeight', function height() {
    const body = this.firstElementChild as HTMLElement | null;
    return Number.parseInt(body?.style.height || '0', 10);
  });
  HTMLElement.prototype.scrollTo = function scrollTo(
    this: HTMLElement,
    options?: ScrollToOptions | number,
  ) {
    this.scrollTop = (options as ScrollToOptions).top ?? 0;
    fireEvent.scroll(this);
  };
});

const numbered = (from: number, to: number) =>
  Array.from(
    { length: to - from },
    (_, index) => `INFO line ${from + index}\n`,
  ).join('');

let append: (text: string) => void;

function Harness(props: { text: string }) {
  const [log, setLog] = useState(() => appendText(emptyLog, props.text));
  append = text => setLog(last => appendText(last, text));
  return (
    <LogViewer state={{ log, status: 'live' }} name="driver" retry={() => {}} />
  );
}

const lastSeen = async () => {
  const box = await screen.findByRole('log');
  return box.scrollHeight - box.scrollTop - VIEW;
};

describe('LogViewer', () => {
  it('follows at the end, and leaves a reader who scrolled up alone', async () => {
    renderInTestApp(<Harness text={numbered(0, 500)} />);
    const box = await screen.findByRole('log');
    await waitFor(() => expect(box.scrollTop).toBe(500 * LINE));
    expect(
      screen.queryByRole('button', { name: 'Follow' }),
    ).not.toBeInTheDocument();

    box.scrollTop = 1000;
    fireEvent.scroll(box);
    const follow = await screen.findByRole('button', { name: 'Follow' });
    append(numbered(500, 600));
    await waitFor(() => expect(box.scrollHeight).toBe(600 * LINE));
    expect(box.scrollTop).toBe(1000);

    await userEvent.click(follow);
    await waitFor(async () => expect(await lastSeen()).toBeLessThan(30));
  });

  it('draws only the lines in view', async () => {
    const { container } = renderInTestApp(
      <Harness text={numbered(0, 50_000)} />,
    );
    await screen.findByRole('log');
    expect(container.querySelectorAll('[data-index]').length).toBeLessThan(100);
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('finds text, counts it and steps through it', async () => {
    renderInTestApp(
      <Harness text={'INFO start\nERROR lost\nINFO x\nERROR lost again\n'} />,
    );
    const search = await screen.findByRole('searchbox', {
      name: 'Search the log',
    });
    await userEvent.type(search, 'LOST');
    expect(await screen.findByText('1 of 2')).toBeInTheDocument();
    await userEvent.type(search, '{Enter}');
    expect(await screen.findByText('2 of 2')).toBeInTheDocument();
    await userEvent.type(search, '{Shift>}{Enter}{/Shift}');
    expect(await screen.findByText('1 of 2')).toBeInTheDocument();
    await userEvent.type(search, '!');
    expect(await screen.findByText('no match')).toBeInTheDocument();
  });

  it('goes to the line of the address', async () => {
    renderInTestApp(<Harness text={numbered(0, 500)} />, {
      initialRouteEntries: ['/#L120'],
    });
    const box = await screen.findByRole('log');
    expect(await screen.findByText('INFO line 119')).toBeInTheDocument();
    expect(box.scrollTop).toBeLessThan(120 * LINE);
  });

  it('says why there is none yet, where the container has not started', async () => {
    const error = new Error('container "main" is waiting to start: ErrPull');
    await renderInTestApp(
      <LogViewer
        state={{ log: emptyLog, status: 'connecting', error }}
        name="driver"
        retry={() => {}}
      />,
    );
    expect(await screen.findByText('No log yet')).toBeInTheDocument();
    expect(
      screen.getByText('container "main" is waiting to start: ErrPull'),
    ).toBeInTheDocument();
  });

  it('is downloaded whole', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = blob => {
      saved.push(blob as Blob);
      return 'blob:x';
    };
    URL.revokeObjectURL = () => {};
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    renderInTestApp(<Harness text={'one\ntwo\n'} />);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Download' }),
    );
    expect(click).toHaveBeenCalledTimes(1);
    expect(saved[0].size).toBe('one\ntwo\n'.length);
    click.mockRestore();
  });
});
