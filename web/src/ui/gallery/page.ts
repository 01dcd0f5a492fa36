const lines = ["Notice what is happening.", "Breathe out, slowly.", "Choose one small next thing."];

let drawn: MediaStream | null = null;

/** A drawn page, as a shared screen's stream; always the same one. */
export function drawPage(): MediaStream {
  drawn ??= draw();
  return drawn;
}

function draw(): MediaStream {
  const canvas = document.createElement("canvas");
  canvas.width = 960;
  canvas.height = 600;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const paint = () => {
    pen.fillStyle = "#fffdf8";
    pen.fillRect(0, 0, 960, 600);
    pen.fillStyle = "#2b2a26";
    pen.font = "600 52px sans-serif";
    pen.fillText("A pause in three steps", 84, 132);
    pen.font = "38px sans-serif";
    for (const [i, line] of lines.entries()) pen.fillText(`${i + 1}   ${line}`, 110, 252 + 120 * i);
  };
  paint();
  setInterval(paint, 500);
  return canvas.captureStream(4);
}
