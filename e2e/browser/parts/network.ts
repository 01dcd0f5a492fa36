import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createConnection, createServer, type Server as Listener } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs inside the network: hands connections of a socket in the file system on to a port there. */
const inside = `
  const net = require("node:net");
  const [path, port] = process.argv.slice(1);
  net.createServer((from) => {
    const to = net.connect(Number(port), "127.0.0.1");
    from.pipe(to).pipe(from);
    for (const socket of [from, to]) socket.on("error", () => { from.destroy(); to.destroy(); });
  }).listen(path, () => console.log("ready"));
`;

/**
 * A network of its own for browsers, joined to this machine by one cable, in which an address can be taken away and
 * another one given: what a phone does between Wi-Fi and the mobile network. Linux only, and needs root and iproute2.
 */
export class Network {
  /** Where this machine is found from inside. */
  readonly host: string;
  private readonly subnet: string;
  private readonly name: string;
  private readonly cable: string;
  private last = 2;
  private muffled: string[] | null = null;
  private relays = 0;
  private readonly listeners: Listener[] = [];
  private readonly children: ChildProcess[] = [];

  private constructor(private readonly folder: string) {
    // RFC 2544: addresses that are for tests and in nobody's network.
    this.subnet = `198.18.${process.pid % 250}`;
    this.host = `${this.subnet}.1`;
    this.name = `alcove-${process.pid}`;
    this.cable = `alc${process.pid}`;
  }

  static async make(): Promise<Network> {
    const network = new Network(await mkdtemp(join(tmpdir(), "alcove-network-")));
    try {
      await network.lay();
    } catch (error) {
      await network.remove();
      throw new Error(`no network could be made (this needs root and iproute2): ${String(error)}`);
    }
    return network;
  }

  /** The address that browsers inside have now. */
  get address(): string {
    return `${this.subnet}.${this.last}`;
  }

  /** A program that is `program` run inside. */
  async wrap(program: string): Promise<string> {
    const script = join(this.folder, `${program.replaceAll("/", "-")}.sh`);
    await writeFile(script, `#!/bin/sh\nexec ip netns exec ${this.name} ${program} "$@"\n`, { mode: 0o755 });
    return script;
  }

  /** A port of this machine's loopback that leads to the same port of the loopback inside. */
  async relay(): Promise<number> {
    const path = join(this.folder, `relay-${++this.relays}`);
    const listener = createServer((from) => {
      const to = createConnection(path);
      from.pipe(to).pipe(from);
      for (const socket of [from, to])
        socket.on("error", () => {
          from.destroy();
          to.destroy();
        });
    });
    this.listeners.push(listener);
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("a port has no number");
    const args = ["netns", "exec", this.name, process.execPath, "-e", inside, path, `${address.port}`];
    const child = spawn("ip", args, { stdio: ["ignore", "pipe", "inherit"] });
    this.children.push(child);
    await once(child.stdout, "data");
    return address.port;
  }

  /** Takes the address away and gives another one at once. */
  async move(): Promise<void> {
    const old = this.address;
    this.last = this.last === 2 ? 3 : 2;
    await this.ip("addr", "del", `${old}/24`, "dev", "eth0");
    await this.ip("addr", "add", `${this.address}/24`, "dev", "eth0");
    await this.ip("route", "replace", "default", "via", this.host);
  }

  /** From now on nothing comes back to the address that browsers have, and nothing tells them. */
  async fallSilent(): Promise<void> {
    await run("ip", ["route", "add", "blackhole", `${this.address}/32`]);
  }

  /** From now on no media come back to a port of the address that browsers have; all else does. */
  async muffle(port: number): Promise<void> {
    this.muffled = ["blackhole", "to", this.address, "ipproto", "udp", "dport", `${port}`];
    await run("ip", ["rule", "add", ...this.muffled]);
  }

  /** Ends what fallSilent or muffle began. */
  async speakAgain(): Promise<void> {
    if (this.muffled) await run("ip", ["rule", "del", ...this.muffled]).catch(() => undefined);
    this.muffled = null;
    for (const last of [2, 3])
      await run("ip", ["route", "del", "blackhole", `${this.subnet}.${last}/32`]).catch(() => undefined);
  }

  /** Everything goes that was made, also what is half made. */
  async remove(): Promise<void> {
    for (const listener of this.listeners) listener.close();
    for (const child of this.children) child.kill("SIGKILL");
    await this.speakAgain();
    // The cable goes with the end that is named first; both may never have been there.
    await run("ip", ["link", "del", this.cable]).catch(() => undefined);
    await run("ip", ["netns", "del", this.name]).catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async lay(): Promise<void> {
    await run("ip", ["netns", "add", this.name]);
    await run("ip", ["link", "add", this.cable, "type", "veth", "peer", "name", "eth0", "netns", this.name]);
    await run("ip", ["addr", "add", `${this.host}/24`, "dev", this.cable]);
    await run("ip", ["link", "set", this.cable, "up"]);
    // A link-local address would stay when the other one goes, and the browser would not be told.
    const v6 = "/proc/sys/net/ipv6/conf/all/disable_ipv6";
    await run("ip", ["netns", "exec", this.name, "sh", "-c", `[ ! -e ${v6} ] || echo 1 > ${v6}`]);
    await this.ip("link", "set", "lo", "up");
    await this.ip("link", "set", "eth0", "up");
    await this.ip("addr", "add", `${this.address}/24`, "dev", "eth0");
    await this.ip("route", "add", "default", "via", this.host);
  }

  private async ip(...args: string[]): Promise<void> {
    await run("ip", ["-n", this.name, ...args]);
  }
}
