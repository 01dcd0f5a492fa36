/** How often it is looked whether anything arrives, in milliseconds. The server sends something every second. */
const every = 1_000;
/** So many looks in a row without anything, and the connection counts as still. Looks and not time: while a page
 * sleeps there are none. */
const patience = 3;

export interface PulseOptions {
  connection: RTCPeerConnection;
  /** Something has arrived since the look before. */
  onBeat(): void;
  /** Nothing has arrived for a while. Called once, and again only after something has. */
  onStill(): void;
  signal: AbortSignal;
}

/** Watches whether a connection still brings anything, sooner than ICE itself would notice. */
export class Pulse {
  /** What each path had brought at the last look, in bytes; null: the next look only finds out. */
  private brought: ReadonlyMap<string, number> | null = null;
  private missed = 0;

  constructor(private readonly options: PulseOptions) {
    const timer = setInterval(() => void this.look(), every);
    options.signal.addEventListener("abort", () => clearInterval(timer));
  }

  /** Begins anew: what is on its way now does not count. */
  reset(): void {
    this.brought = null;
    this.missed = 0;
  }

  private async look(): Promise<void> {
    const { connection, signal, onBeat, onStill } = this.options;
    const asked = this.brought;
    const now = await bytesByPath(connection).catch(() => null);
    if (!now || signal.aborted || asked !== this.brought) return;
    this.brought = now;
    if (!asked) return;
    if ([...now].some(([path, bytes]) => bytes > (asked.get(path) ?? 0))) {
      this.missed = 0;
      onBeat();
    } else if (++this.missed === patience) onStill();
  }
}

/** What each candidate pair has brought so far. A pair that was given up is in it no longer. */
async function bytesByPath(connection: RTCPeerConnection): Promise<ReadonlyMap<string, number>> {
  const paths = new Map<string, number>();
  (await connection.getStats()).forEach((stats: RTCStats) => {
    if (stats.type === "candidate-pair")
      paths.set(stats.id, (stats as RTCIceCandidatePairStats).bytesReceived ?? 0);
  });
  return paths;
}
