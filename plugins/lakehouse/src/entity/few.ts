/** How many rows a card shows of a list; the page behind it has the rest. */
export const FEW = 5;
