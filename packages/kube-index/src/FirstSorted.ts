/**
 * The first `count` of all items that are added, in order. A page of fifty out
 * of tens of thousands needs no sort of all of them: a heap holds the best so
 * far, worst on top.
 */
export class FirstSorted<T> {
  readonly #count: number;
  readonly #compare: (a: T, b: T) => number;
  readonly #heap: T[] = [];

  constructor(count: number, compare: (a: T, b: T) => number) {
    this.#count = count;
    this.#compare = compare;
  }

  add(item: T): void {
    const heap = this.#heap;
    if (heap.length < this.#count) {
      heap.push(item);
      // Without an end there is nothing to be kept out, and so no heap to keep.
      if (this.#count !== Infinity) {
        this.#siftUp();
      }
    } else if (this.#count > 0 && this.#compare(item, heap[0]) < 0) {
      heap[0] = item;
      this.#siftDown();
    }
  }

  /** To be called once. */
  sorted(): T[] {
    return this.#heap.sort(this.#compare);
  }

  #siftUp(): void {
    const heap = this.#heap;
    let child = heap.length - 1;
    while (child > 0) {
      const parent = Math.floor((child - 1) / 2);
      if (this.#compare(heap[child], heap[parent]) <= 0) {
        return;
      }
      [heap[child], heap[parent]] = [heap[parent], heap[child]];
      child = parent;
    }
  }

  #siftDown(): void {
    const heap = this.#heap;
    let parent = 0;
    for (;;) {
      let largest = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (
          child < heap.length &&
          this.#compare(heap[child], heap[largest]) > 0
        ) {
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
}
