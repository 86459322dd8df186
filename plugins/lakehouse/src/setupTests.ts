import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A test waits for conditions; how fast the machine is decides nothing.
configure({ asyncUtilTimeout: 30_000 });

// What browsers have and jsdom lacks.
class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoResizeObserver as typeof ResizeObserver;
