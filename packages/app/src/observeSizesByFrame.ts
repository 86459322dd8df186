/**
 * Tells observers of sizes in the next frame. Backstage's page header changes
 * sizes while it is told of sizes; browsers report that as an error, harmless,
 * and the development server covers the page with it. For development only.
 */
export function observeSizesByFrame(): void {
  const Native = window.ResizeObserver;
  window.ResizeObserver = class extends Native {
    constructor(callback: ResizeObserverCallback) {
      super((entries, observer) => {
        requestAnimationFrame(() => callback(entries, observer));
      });
    }
  };
}
