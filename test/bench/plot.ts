export interface Series {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

const WIDTH = 760;
const NAMES = 230;
const BAR = 18;
const GAP = 6;
const HEAD = 34;

/** A horizontal bar chart of each series, one under the other, as SVG: the first bar is the floor, the second ours. */
export function plot(series: readonly Series[]): string {
  let y = 0;
  const parts = series.map(({ title, unit, bars }) => {
    const most = Math.max(...bars.map(({ value }) => value));
    const lines = [text(0, y + 20, title, 'font-weight="bold"')];
    y += HEAD;
    for (const [index, { name, value }] of bars.entries()) {
      const width = Math.max(1, (value / most) * (WIDTH - NAMES - 110));
      const color = index === 0 ? "#8b949e" : index === 1 ? "#2da44e" : "#54aeff";
      lines.push(
        text(NAMES - 8, y + 13, name, 'text-anchor="end"'),
        `<rect x="${NAMES}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${color}"/>`,
        text(NAMES + width + 6, y + 13, `${value.toFixed(0)} ${unit}`),
      );
      y += BAR + GAP;
    }
    y += 14;
    return lines.join("\n");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" font-family="sans-serif" font-size="13">
<title>CPU of a start and of a warm request: the floor, ours and the peers</title>
<rect width="100%" height="100%" fill="white"/>
${parts.join("\n")}
</svg>
`;
}

function text(x: number, y: number, content: string, attributes = ""): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x.toFixed(1)}" y="${y}" ${attributes}>${escaped}</text>`;
}
