// The program's own server, started and ended by a test.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Starts `program workbench` at any free port and gives its address, its process and a way to end it. */
export async function start(program) {
  if (!program) throw new Error("UNEQUAL must hold the path of the program");
  const child = spawn(program, ["workbench", "--port", "0", "--no-open"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((end) => child.once("exit", end));
  const address = await new Promise((found, failed) => {
    let said = "";
    child.once("error", failed);
    child.once("exit", (status) => failed(new Error(`the program ended with status ${status} and said: ${said}`)));
    child.stdout.on("data", (part) => {
      said += part;
      const link = /http:\/\/\S+/.exec(said)?.[0];
      if (link) found(link.replace(/\/?$/, "/"));
    });
  });
  const stop = () => {
    child.kill();
    return ended;
  };
  return { address, pid: child.pid, stop };
}

/** Memory that a process holds, in megabytes; null where the system does not tell. */
export function memory(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1000;
  } catch {
    return null;
  }
}

/** Processor time that a process has used, in seconds; null where the system does not tell. */
export function processorTime(pid) {
  try {
    // The name in parentheses may hold blanks; user and system time are the 12th and 13th field behind it, in 1/100 s.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
