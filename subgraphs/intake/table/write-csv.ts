// One line of CSV that `read-csv.ts` reads back as the same cells (RFC 4180, line feed at the end).

/** Quotes a cell where the reader would take it apart otherwise. */
export function csvLine(cells: readonly string[], delimiter: string): string {
  const quoted = cells.map((cell) =>
    cell.includes('"') || cell.includes(delimiter) || /[\r\n\ufeff]/.test(cell)
      ? `"${cell.replaceAll('"', '""')}"`
      : cell,
  );
  return `${quoted.join(delimiter)}\n`;
}
