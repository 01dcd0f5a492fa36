const skins = ["#c98d63", "#e0b08c", "#8a5a38", "#e9bd94", "#a9683a", "#6b4327", "#d7a07a"] as const;
const hairs = ["#4a3a30", "#33231d", "#7a5030", "#1f1d1c", "#d9d4cb", "#241c18"] as const;
const clothes = ["#1f5b52", "#a65c50", "#44566b", "#8d86b0", "#cdbfa0", "#5d7a4a", "#7c3355"] as const;
const walls = ["#c9b79f", "#bfae9a", "#a9b3ad", "#b5b1a1", "#b09a80"] as const;

// ?pictures=none: for tests that look at the page many times; thirteen moving pictures cost more than all the rest.
const blank = new URLSearchParams(window.location.search).get("pictures") === "none";
const drawn = new Map<number, MediaStream>();

/** A drawn person in front of a wall, as a camera's stream; always the same one for a number. Null: draw nobody. */
export function drawPerson(n: number): MediaStream | null {
  if (blank) return null;
  const stream = drawn.get(n) ?? draw(n);
  drawn.set(n, stream);
  return stream;
}

function draw(n: number): MediaStream {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 360;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const fill = (colour: string, path: () => void) => {
    pen.fillStyle = colour;
    pen.beginPath();
    path();
    pen.fill();
  };
  const paint = () => {
    fill(pick(walls, n), () => pen.rect(0, 0, 640, 360));
    fill(pick(hairs, n), () => pen.ellipse(320, 150, 84, 100, 0, 0, Math.PI * 2));
    fill(pick(clothes, n), () => pen.ellipse(320, 380, 170, 110, 0, 0, Math.PI * 2));
    fill(pick(skins, n), () => pen.rect(290, 220, 60, 70));
    fill(pick(skins, n), () => pen.ellipse(320, 170, 64, 80, 0, 0, Math.PI * 2));
    fill("#2b2a26", () => {
      pen.arc(296, 165, 5, 0, Math.PI * 2);
      pen.arc(344, 165, 5, 0, Math.PI * 2);
    });
    fill("#7a4a3a", () => pen.ellipse(320, 212, 16, 4, 0, 0, Math.PI * 2));
  };
  paint();
  setInterval(paint, 500);
  return canvas.captureStream(4);
}

function pick<T>(from: readonly [T, ...T[]], n: number): T {
  return from[n % from.length] ?? from[0];
}
