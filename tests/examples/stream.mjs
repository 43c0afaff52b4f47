// Judges the rows on standard input: node stream.mjs PROGRAM FACILITIES < DATA
// Node's own modules cannot call a shared library, so the program itself is run and its findings are read line by line.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const [program, facilities] = process.argv.slice(2);
const check = spawn(program, ["check", "--facilities", facilities, "--data", "-", "--format", "ndjson", "--lang", "zh"],
  { stdio: ["inherit", "pipe", "inherit"] });
let violations = 0;
for await (const line of createInterface({ input: check.stdout })) {
  if (JSON.parse(line).verdict === "violation") violations += 1;
  console.log(line);
}
console.error(`${violations} violations`);
process.exitCode = violations > 0 ? 1 : 0;
