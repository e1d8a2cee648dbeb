// node run.mjs CONTACTS.csv TEMPLATE_DIR CONNECTIONS HOST PORT [race|count]
//
// A campaign as it is often written for Node.js: rows from csv-parse into nodemailer's pooled transport, in memory. With "race", as most would
// write it, it waits for any of the mails in flight; with "count" it counts them, which costs far less. Prints one line of JSON when it is through.
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parse } from 'csv-parse';
import nodemailer from 'nodemailer';

const inFlightAtMost = 500;
const [contacts, folder, connections, host, port, waiting = 'race'] = process.argv.slice(2);

// Texts with plain variables only: "{{ name }}".
function template(name) {
  const parts = readFileSync(join(folder, name), 'utf8').split(/{{ *(\w+) *}}/);
  return row => parts.map((part, index) => (index % 2 === 0 ? part : row[part])).join('');
}

const started = performance.now();
const [subject, text] = [template('subject.txt'), template('body.txt')];
const transport = nodemailer.createTransport({
  host, port: Number(port), pool: true, maxConnections: Number(connections), maxMessages: Infinity, secure: false, ignoreTLS: true,
});
let [sent, failed] = [0, 0];
let landed = () => {};
const inFlight = new Set();
for await (const row of createReadStream(contacts).pipe(parse({ columns: true }))) {
  const mail = transport.sendMail({ from: 'news@sender.test', to: row.email, subject: subject(row), text: text(row) })
    .then(() => { sent += 1; }, () => { failed += 1; })
    .finally(() => { inFlight.delete(mail); landed(); });
  inFlight.add(mail);
  while (inFlight.size >= inFlightAtMost) {
    await (waiting === 'race' ? Promise.race(inFlight) : new Promise(resolve => { landed = resolve; }));
  }
}

await Promise.all(inFlight);
transport.close();
console.log(JSON.stringify({ sent, failed, seconds: (performance.now() - started) / 1000 }));
process.exitCode = failed > 0 ? 1 : 0;
