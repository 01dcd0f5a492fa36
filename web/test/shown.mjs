// Reads recordings of whole sessions from standard input, and writes what everybody was shown in each step to standard
// output: a list of Recording in, a list of Record<string, Shown[]> out (see shown.ts). The page's own modules are
// loaded as the page's build would load them.
import { createServer } from "vite";

const vite = await createServer({
  root: new URL("..", import.meta.url).pathname,
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { shownIn } = await vite.ssrLoadModule("/test/shown.ts");
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const recordings = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  process.stdout.write(JSON.stringify(recordings.map(shownIn)));
} finally {
  await vite.close();
}
