// Gathers the seals of a view: a cell with many becomes one bubble, the others stay single. No DOM here.

// Cells are this wide on the screen, and fixed to the world so that bubbles stay where they are while one pans.
const cellSize = 76;
// A cell with more seals than this becomes a bubble.
const fewSeals = 3;
// From this zoom on seals are single, but for a view with too many of them.
export const singleZoom = 13;
const mostSingles = 1500;

const kinds = 5;

// What is to be drawn of `index` in a view: `{singles: Int32Array, singleCount, bubbles: [...]}`.
//
// The view is `{scale, left, top, width, height, zoom}`: world coordinates times scale, less left and top, are the canvas's.
// The arrays are used again at the next call.
export class Clusters {
  constructor() {
    this.singles = new Int32Array(1024);
    this.cells = new Int32Array(0);
  }

  gather(index, view) {
    const { scale, left, top, width, height } = view;
    const [firstColumn, firstRow] = [Math.floor(left / cellSize), Math.floor(top / cellSize)];
    const columns = Math.floor((left + width) / cellSize) - firstColumn + 1;
    const rows = Math.floor((top + height) / cellSize) - firstRow + 1;
    this.prepare(index, columns * rows);
    const { cells, cellOf, inView } = this;
    let seen = 0;
    for (let slot = 0; slot < index.count; slot++) {
      if (!index.shown[slot]) continue;
      const x = index.x[slot] * scale;
      const y = index.y[slot] * scale;
      if (x < left || y < top || x >= left + width || y >= top + height) continue;
      const cell = (Math.floor(y / cellSize) - firstRow) * columns + Math.floor(x / cellSize) - firstColumn;
      cells[cell]++;
      cellOf[seen] = cell;
      inView[seen++] = slot;
    }
    const isSingle = view.zoom >= singleZoom && seen <= mostSingles;
    return this.sort(index, view, seen, isSingle, columns, firstColumn, firstRow);
  }

  prepare(index, cellCount) {
    if (this.cells.length < cellCount) this.cells = new Int32Array(cellCount);
    this.cells.fill(0, 0, cellCount);
    if (!this.inView || this.inView.length < index.count) {
      this.inView = new Int32Array(index.capacity);
      this.cellOf = new Int32Array(index.capacity);
      this.singles = new Int32Array(index.capacity);
    }
  }

  sort(index, view, seen, isSingle, columns, firstColumn, firstRow) {
    const { cells, cellOf, inView, singles } = this;
    const bubbles = new Map();
    let singleCount = 0;
    for (let i = 0; i < seen; i++) {
      const slot = inView[i];
      const cell = cellOf[i];
      if (isSingle || cells[cell] <= fewSeals) {
        singles[singleCount++] = slot;
        continue;
      }
      let bubble = bubbles.get(cell);
      if (!bubble) {
        bubble = { count: 0, x: 0, y: 0, shares: new Array(kinds).fill(0), tampered: 0, cell };
        bubbles.set(cell, bubble);
      }
      bubble.count++;
      bubble.x += index.x[slot];
      bubble.y += index.y[slot];
      bubble.shares[index.severity[slot]]++;
      if (index.state[slot] === 2) bubble.tampered++;
    }
    for (const bubble of bubbles.values()) {
      bubble.radius = Math.min(cellSize / 2 - 3, 11 + 3 * Math.log10(bubble.count) ** 1.4);
      const column = firstColumn + (bubble.cell % columns);
      const row = firstRow + Math.floor(bubble.cell / columns);
      // At the middle of its seals, but within its cell: two bubbles never lie on each other.
      bubble.x = within((bubble.x / bubble.count) * view.scale, column, bubble.radius) - view.left;
      bubble.y = within((bubble.y / bubble.count) * view.scale, row, bubble.radius) - view.top;
    }
    return { singles, singleCount, bubbles: [...bubbles.values()] };
  }
}

function within(value, cell, radius) {
  const margin = radius + 2;
  return Math.max(cell * cellSize + margin, Math.min((cell + 1) * cellSize - margin, value));
}
