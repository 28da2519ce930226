// Colours as numbers, and how well one is told from another.

/** Red, green and blue (0..255) of "#rrggbb" or "rgb(...)". */
export function channels(colour) {
  if (colour.startsWith("#")) return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return colour.match(/[\d.]+/g).slice(0, 3).map(Number);
}

/** So much of the first colour on the second. */
export function mixed(colour, background, share) {
  const [front, back] = [channels(colour), channels(background)];
  return `rgb(${front.map((value, at) => Math.round(value * share + back[at] * (1 - share))).join(", ")})`;
}

/** How light a colour is, 0 to 1 (relative luminance, WCAG 2.2). */
export function lightness(colour) {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How well two colours are told apart, 1 to 21 (contrast ratio, WCAG 2.2). */
export function contrast(one, other) {
  const [low, high] = [lightness(one), lightness(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colour with as much of the text's in it as makes it stand out from the background. */
export function standingOut(colour, { background, text }) {
  const shares = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
  return shares.map((share) => mixed(colour, text, share)).find((each) => contrast(each, background) >= 3) ?? text;
}
