import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A Redis of a test's own, which listens on a socket file only. */
export class Redis {
  private constructor(
    readonly dir: string,
    private readonly process: ChildProcess,
  ) {}

  get url(): string {
    return `unix://${join(this.dir, "s")}`;
  }

  static async start(): Promise<Redis> {
    const dir = await mkdtemp(join(tmpdir(), "redis-"));
    const options = [
      "--port",
      "0",
      "--unixsocket",
      join(dir, "s"),
      "--dir",
      dir,
      "--save",
      "",
      "--appendonly",
      "yes",
    ];
    const child = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit").then(() => {
      throw new Error("redis-server ended before it was ready");
    });
    const up = new Promise<void>((resolve) => {
      createInterface(child.stdout).on("line", (line) => {
        if (line.includes("accept connections")) resolve();
      });
    });
    await Promise.race([up, ended]);
    ended.catch(() => undefined); // from here on it may end when it likes
    return new Redis(dir, child);
  }

  async stop(): Promise<void> {
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
    await rm(this.dir, { recursive: true });
  }
}
