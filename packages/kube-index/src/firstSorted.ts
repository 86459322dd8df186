/**
 * The first `count` items in order. A page of fifty out of tens of thousands
 * needs no sort of all of them: a heap holds the best so far, worst on top.
 */
export function firstSorted<T>(
  items: readonly T[],
  count: number,
  compare: (a: T, b: T) => number,
): T[] {
  if (count <= 0) {
    return [];
  }
  if (items.length <= count * 2) {
    return [...items].sort(compare).slice(0, count);
  }
  const heap: T[] = [];
  for (const item of items) {
    if (heap.length < count) {
      heap.push(item);
      siftUp(heap, compare);
    } else if (compare(item, heap[0]) < 0) {
      heap[0] = item;
      siftDown(heap, compare);
    }
  }
  return heap.sort(compare);
}

function siftUp<T>(heap: T[], compare: (a: T, b: T) => number): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = Math.floor((child - 1) / 2);
    if (compare(heap[child], heap[parent]) <= 0) {
      return;
    }
    [heap[child], heap[parent]] = [heap[parent], heap[child]];
    child = parent;
  }
}

function siftDown<T>(heap: T[], compare: (a: T, b: T) => number): void {
  let parent = 0;
  for (;;) {
    let largest = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && compare(heap[child], heap[largest]) > 0) {
        largest = child;
      }
    }
    if (largest === parent) {
      return;
    }
    [heap[parent], heap[largest]] = [heap[largest], heap[parent]];
    parent = largest;
  }
}
