/**
 * For a box that scrolls: without a tab stop the keyboard could not reach what
 * is out of view.
 */
export const scrollable = { tabIndex: 0 } as const;
