import {
  act,
  fireEvent,
  render,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  PipelineGraph,
  PipelineNode,
  PipelineStepRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { seriousFaults } from '../../__testUtils__/renderLakehouse';
import { PipelineGraphView } from './PipelineGraphView';

const node = (id: string, more: Partial<PipelineNode> = {}): PipelineNode => ({
  ...{ id, type: 'step', title: id.split('/').pop()!, caching: true },
  ...{ inputs: [], outputs: [] },
  ...(id.includes('/') && { parent: id.slice(0, id.lastIndexOf('/')) }),
  ...more,
});
const edge = (from: string, to: string) => ({ from, to, values: [] });

const graph: PipelineGraph = {
  nodes: [
    node('extract'),
    node('each', { type: 'loop', loop: { over: 'regions', parallel: 2 } }),
    node('each/fit'),
    node('big', { type: 'condition', when: 'extract.rows > 10' }),
    node('big/publish'),
    node('tell'),
  ],
  edges: [
    edge('extract', 'each'),
    edge('extract', 'big'),
    { ...edge('each', 'tell'), always: true },
  ],
};
const step = (
  id: string,
  state: PipelineStepRun['state'],
  more: Partial<PipelineStepRun> = {},
): PipelineStepRun => ({ id, state, stateDetail: state, retries: 0, ...more });

/** More nodes than are shown at once, in three groups. */
const large: PipelineGraph = {
  nodes: ['a', 'b', 'c'].flatMap(group => [
    node(group, { type: 'group' }),
    ...Array.from({ length: group === 'a' ? 16 : 15 }, (_, i) =>
      node(`${group}/s${i}`),
    ),
  ]),
  edges: [edge('a', 'b'), edge('b', 'c')],
};

// A busy machine draws slowly.
jest.setTimeout(30_000);

beforeAll(async () => {
  // Loaded before anybody waits for it.
  await import('./PipelineGraphCanvas');
  // jsdom has no sizes to observe.
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}, 60_000);

// Clicks are fired alone: jsdom's presses have no window, which panning looks for.
const nodeNamed = (name: RegExp) => screen.findByRole('button', { name });

describe('PipelineGraphView', () => {
  it('says of each node what it is, how it is and what it waits for', async () => {
    const { container } = render(
      <PipelineGraphView
        graph={graph}
        steps={[
          step('extract', 'succeeded', { cached: true }),
          step('each', 'running'),
          step('each/fit', 'succeeded', { iteration: [0] }),
          step('each/fit', 'running', { iteration: [1] }),
          step('big', 'skipped'),
        ]}
      />,
    );
    expect(await nodeNamed(/^extract ?Cached ?step$/)).toBeVisible();
    expect(
      await nodeNamed(
        /^each ?Running ?loop over regions, 2 at once ?; holds 1 step; after extract$/,
      ),
    ).toBeVisible();
    expect(await nodeNamed(/^fit ?Running ?1 of 2 rounds/)).toBeVisible();
    expect(
      await nodeNamed(/^big ?Skipped ?condition when extract.rows > 10/),
    ).toBeVisible();
    expect(
      await nodeNamed(/^tell ?step ?; after each, whatever came of it$/),
    ).toBeVisible();
    // Who listens hears the nodes, not an image for each arrow.
    expect(screen.queryByRole('img', { name: /^Edge/ })).toBeNull();
    expect(screen.queryByRole('img', { name: / before / })).toBeNull();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('folds and unfolds groups, by mouse and by keyboard', async () => {
    render(<PipelineGraphView graph={graph} />);
    const fold = await screen.findByRole('button', { name: 'Fold each' });
    expect(fold).toHaveAttribute('aria-expanded', 'true');
    fireEvent.click(fold);
    expect(screen.queryByRole('button', { name: /^fit/ })).toBeNull();
    const group = await nodeNamed(/^each ?1 step ?; loop over regions/);
    act(() => group.focus());
    await userEvent.keyboard(' ');
    expect(await nodeNamed(/^fit/)).toBeVisible();
  });

  it('is one tab stop, from which arrow keys go along the arrows', async () => {
    const onSelect = jest.fn();
    render(<PipelineGraphView graph={graph} onSelect={onSelect} />);
    await nodeNamed(/^extract/);
    await userEvent.tab();
    expect(await nodeNamed(/^extract/)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toHaveAttribute(
      'data-node',
      expect.stringMatching(/^(each\/fit|big\/publish)$/),
    );
    await userEvent.keyboard('{End}{Enter}');
    expect(onSelect).toHaveBeenLastCalledWith('tell');
    const stops = within(
      screen.getByRole('group', { name: 'Graph of 6 nodes' }),
    )
      .getAllByRole('button')
      .filter(button => button.dataset.node && button.tabIndex === 0);
    expect(stops.map(button => button.dataset.node)).toEqual(['tell']);
  });

  it('chooses by a click, and shows what was chosen elsewhere', async () => {
    const onSelect = jest.fn();
    const { rerender } = render(
      <PipelineGraphView graph={large} onSelect={onSelect} />,
    );
    fireEvent.click(await nodeNamed(/^b ?15 steps/));
    expect(onSelect).toHaveBeenCalledWith('b');
    expect(screen.queryByRole('button', { name: /^s5 ?step/ })).toBeNull();
    rerender(
      <PipelineGraphView graph={large} selected="c/s5" onSelect={onSelect} />,
    );
    expect(await nodeNamed(/^s5 ?step/)).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  });

  it('starts folded where there is much, but for what failed', async () => {
    render(
      <PipelineGraphView
        graph={large}
        steps={[
          step('a', 'succeeded'),
          step('b', 'failed'),
          step('b/s3', 'failed'),
        ]}
      />,
    );
    expect(await nodeNamed(/^s3 ?Failed/)).toBeVisible();
    expect(await nodeNamed(/^a ?Succeeded ?16 steps/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Unfold a' })).toHaveAttribute(
      'aria-expanded',
      'false',
    );
  });

  it('marks what another version has not or has otherwise', async () => {
    render(
      <PipelineGraphView
        graph={graph}
        comparison={{
          nodes: [
            { id: 'extract', title: 'extract', change: 'changed', values: [] },
            { id: 'tell', title: 'tell', change: 'added', values: [] },
          ],
          edges: [{ from: 'each', to: 'tell', change: 'added' }],
          inputs: [],
        }}
      />,
    );
    expect(await nodeNamed(/^extract ?Changed/)).toBeVisible();
    expect(await nodeNamed(/^tell ?Added/)).toBeVisible();
  });

  it('stays as people left it while the page looks again, and shows another graph anew', async () => {
    const copy = (of: PipelineGraph): PipelineGraph =>
      JSON.parse(JSON.stringify(of));
    const { rerender } = render(
      <PipelineGraphView graph={graph} selected="each/fit" />,
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Fold each' }));
    expect(await nodeNamed(/^each ?1 step/)).toBeVisible();
    rerender(<PipelineGraphView graph={copy(graph)} selected="each/fit" />);
    expect(screen.queryByRole('button', { name: /^fit/ })).toBeNull();
    const other = copy(graph);
    other.nodes.push(node('each/score'));
    rerender(<PipelineGraphView graph={other} selected="each/fit" />);
    expect(await nodeNamed(/^score/)).toBeVisible();
    expect(await nodeNamed(/^fit/)).toBeVisible();
  });

  describe('in other room', () => {
    const room = { width: 800, height: 400 };
    const sizeOf = (side: keyof typeof room) =>
      function size(this: HTMLElement) {
        return this.classList.contains('react-flow__renderer') ? room[side] : 0;
      };
    const spies: jest.SpyInstance[] = [];
    beforeEach(() => {
      Object.assign(room, { width: 800, height: 400 });
      spies.push(
        jest
          .spyOn(HTMLElement.prototype, 'offsetWidth', 'get')
          .mockImplementation(sizeOf('width')),
        jest
          .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
          .mockImplementation(sizeOf('height')),
      );
    });
    afterEach(() => spies.splice(0).forEach(spy => spy.mockRestore()));

    const resize = (width: number, height: number) => {
      Object.assign(room, { width, height });
      fireEvent(window, new Event('resize'));
    };
    async function shown() {
      const { container } = render(<PipelineGraphView graph={graph} />);
      await nodeNamed(/^extract/);
      const at = () =>
        container.querySelector<HTMLElement>('.react-flow__viewport')!.style
          .transform;
      await waitFor(() => expect(at()).not.toMatch(/^translate\(0px/));
      return at;
    }

    it('fits itself again', async () => {
      const at = await shown();
      const before = at();
      resize(400, 300);
      await waitFor(() => expect(at()).not.toBe(before));
      const small = at();
      resize(800, 400);
      await waitFor(() => expect(at()).toBe(before));
      expect(small).toMatch(/scale\(0\.\d+\)$/);
    });

    it('stays where people zoomed to, until they fit it', async () => {
      const at = await shown();
      const before = at();
      fireEvent.click(screen.getByRole('button', { name: 'Zoom Out' }));
      await waitFor(() => expect(at()).not.toBe(before));
      const left = at();
      resize(400, 300);
      resize(420, 320);
      expect(at()).toBe(left);
      fireEvent.click(screen.getByRole('button', { name: 'Fit View' }));
      await waitFor(() => expect(at()).not.toBe(left));
      const fitted = at();
      resize(800, 400);
      await waitFor(() => expect(at()).toBe(before));
      expect(fitted).not.toBe(before);
    });
  });

  it('draws nothing where there is nothing', async () => {
    render(<PipelineGraphView graph={{ nodes: [], edges: [] }} />);
    expect(
      await screen.findByRole('group', { name: 'Graph of 0 nodes' }),
    ).toBeVisible();
  });
});
