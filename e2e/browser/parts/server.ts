import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { binary } from "../build";
import type { Redis } from "./redis";

/** How many packets of each kind a bot has received. */
export interface Packets {
  sound: number;
  pictures: number;
  screen: number;
  screenSound: number;
}

const nothing: Packets = { sound: 0, pictures: 0, screen: 0, screenSound: 0 };

/** What a bot says when it has left, or null of any other line. */
function packetsOf(line: string): Packets | null {
  const said =
    /^bot \d+ received (\d+) packets of sound, (\d+) of pictures, (\d+) of a shared screen, (\d+)/.exec(line);
  if (!said) return null;
  const [sound = 0, pictures = 0, screen = 0, screenSound = 0] = said.slice(1).map(Number);
  return { sound, pictures, screen, screenSound };
}

/** A running `alcove serve` with its demo group, and the bots that were sent to it. */
export class Server {
  private readonly children: ChildProcess[] = [];
  private readonly printed: string[] = [];
  private readonly links = new Map<string, string>();
  /** The page's address, without a slash at the end. */
  page = "";
  private admin = "";
  private media = "";
  private serving: ChildProcess | null = null;
  private flags: string[] = [];
  /** The server was killed, so pages have met one that isn't there. */
  killed = false;

  /** Starts a server with these flags besides, on ports of its own. Media listen on every address, because Firefox uses no loopback. */
  static async start(...flags: string[]): Promise<Server> {
    const server = new Server();
    const ports = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--media", "0.0.0.0:0"];
    server.serving = await server.run(["serve", ...ports, ...flags], /^Fill the circle/);
    return server;
  }

  /** Starts a server that is found at an address of this machine, by plain http. */
  static async startAt(host: string): Promise<Server> {
    const probe = createServer().listen(0, host);
    await once(probe, "listening");
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, "close");
    const at = `${host}:${port}`;
    const reach = ["--listen", at, "--public-url", `http://${at}`, "--insecure-http"];
    return Server.start(...reach, "--media", `${host}:0`);
  }

  /** Starts a server that remembers in a Redis, with a group that Dana leads, of these clients. */
  static async onRedis(redis: Redis, clients: readonly string[]): Promise<Server> {
    const server = new Server();
    server.flags = ["--redis-url", redis.url, "--key-dir", join(redis.dir, "keys")];
    const ports = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--media", "127.0.0.1:0"];
    server.serving = await server.run(["serve", ...ports, ...server.flags], /^ {2}media/);
    const group = (await server.command("group", "add", "--name", "Tuesday")).trim();
    for (const name of ["Dana", ...clients]) {
      const role = name === "Dana" ? "therapist" : "client";
      const who = ["--group", group, "--name", `${name} Example`, "--role", role];
      server.links.set(name, (await server.command("person", "add", ...who)).trim().split("\n").at(-1) ?? "");
    }
    return server;
  }

  /** Kills the server, which can say goodbye to nobody. */
  async kill(): Promise<void> {
    this.killed = true;
    if (this.serving) await stop(this.serving, "SIGKILL");
  }

  /** Starts the server that was killed once more, on the addresses that it had. */
  async again(): Promise<void> {
    const addresses = [
      "--listen",
      `127.0.0.1:${new URL(this.page).port}`,
      "--admin",
      this.admin,
      "--media",
      this.media,
    ];
    this.serving = await this.run(["serve", ...addresses, ...this.flags], /^ {2}media/);
  }

  /** The personal link of somebody in the demo group, by first name. */
  link(name: string): string {
    const link = this.links.get(name);
    if (!link) throw new Error(`nobody in the demo group is called ${name}`);
    return link;
  }

  /** The same person's new link; the old one ends. */
  async newLink(name: string): Promise<string> {
    const roster = await this.command("person", "list", "--group", "demo");
    const row = roster.split("\n").find((line) => line.split(/ {2,}/)[1]?.startsWith(`${name} `));
    const person = row?.split(/ {2,}/)[0] ?? "";
    return (await this.command("link", "", "--group", "demo", "--person", person)).trim();
  }

  /** Adds somebody to the demo group and returns their personal link. */
  async add(name: string, alias = ""): Promise<string> {
    const printed = await this.command("person", "add", "--group", "demo", "--name", name, "--alias", alias);
    const link = printed.trim().split("\n").at(-1) ?? "";
    this.links.set(alias || name, link);
    return link;
  }

  /** Changes the name that the waiting room of the demo group may mention. */
  async callHost(name: string): Promise<void> {
    await this.command("group", "set", "--group", "demo", "--name", "Demo group", "--host-name", name);
  }

  /**
   * Lets bots come in by the links of these people: the first has the colour and tone `first`, the next one the next.
   * Their pictures come in so many sizes. Resolves when all are in the waiting room, with what ends them: they leave as
   * people do, and the last of them says what it has received.
   */
  async bots(names: readonly string[], first = 1, layers = 1): Promise<() => Promise<Packets>> {
    const links = names.flatMap((name) => ["--link", this.link(name)]);
    const how = ["--first", `${first}`, "--layers", `${layers}`];
    const child = await this.run(["bots", ...how, ...links], /bots are in the waiting room/);
    let last = nothing;
    if (child.stdout)
      createInterface(child.stdout).on("line", (line) => {
        last = packetsOf(line) ?? last;
      });
    return async () => {
      await stop(child);
      return last;
    };
  }

  /** The server stands still, as on a machine that hangs: nothing is closed, and nothing comes. */
  freeze(): void {
    this.children[0]?.kill("SIGSTOP");
  }

  /** It goes on where it stood still. */
  thaw(): void {
    this.children[0]?.kill("SIGCONT");
  }

  /** Everything ends that this server started, the bots first. */
  async stop(): Promise<void> {
    this.thaw(); // or it could not end
    for (const child of this.children.toReversed()) await stop(child);
  }

  /** Runs `alcove command [word] flags…` against this server. */
  private async command(command: string, word: string, ...flags: string[]): Promise<string> {
    const what = word ? [command, word] : [command];
    const { stdout } = await promisify(execFile)(binary, [...what, "--admin", this.admin, ...flags]);
    return stdout;
  }

  /** Starts a process and resolves at the line that says that it is ready. */
  private async run(args: string[], ready: RegExp): Promise<ChildProcess> {
    const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.children.push(child);
    child.stderr.on("data", (data: Buffer) => this.printed.push(data.toString()));
    const ended = once(child, "exit").then(() => {
      throw new Error(`alcove ${args[0]} ended before it was ready:\n${this.printed.join("")}`);
    });
    const up = new Promise<void>((resolve) => {
      if (child.stdout)
        createInterface(child.stdout).on("line", (line) => {
          this.learn(line);
          if (ready.test(line)) resolve();
        });
    });
    await Promise.race([up, ended]);
    ended.catch(() => undefined); // from here on it may end when it likes
    return child;
  }

  private learn(line: string): void {
    const [, page] = /^ {2}page +(\S+)$/.exec(line) ?? [];
    const [, admin] = /^ {2}admin +http:\/\/(\S+) /.exec(line) ?? [];
    const [, name, link] = /^ {2}\S+ +(\S+) \S+ +(http\S+\/join#\S+)$/.exec(line) ?? [];
    const [, media] = /^ {2}media +UDP (\S+)$/.exec(line) ?? [];
    this.page = page ?? this.page;
    this.media = media ?? this.media;
    this.admin = admin ?? this.admin;
    if (name && link) this.links.set(name, link);
  }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "close"); // by then all that it has printed has been read
  child.kill(signal);
  await ended;
}
