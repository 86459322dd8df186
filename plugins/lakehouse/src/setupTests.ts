import '@testing-library/jest-dom';

// What browsers have and jsdom lacks.
class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoResizeObserver as typeof ResizeObserver;
