// nodemailer's smtp-server: an opinion about our SMTP that is not ours. Answers RCPT by the local part ("550.7@..." gets 550;
// "450.7@..." gets 450 the first time), and prints the port, then a line for each mail taken.
import { createRequire } from 'node:module';
const { SMTPServer } = createRequire(process.cwd() + '/')('smtp-server');

const seen = new Set();
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onRcptTo({ address }, session, done) {
    const code = Number(address.split('.')[0]);
    const again = seen.has(address);
    seen.add(address);
    if (code === 550 || (code === 450 && !again)) {
      return done(Object.assign(new Error(code === 550 ? '5.1.1 No such user' : '4.2.0 Come back'), { responseCode: code }));
    }
    done();
  },
  onData(stream, session, done) {
    let text = '';
    stream.setEncoding('utf8');
    stream.on('data', chunk => (text += chunk));
    stream.on('end', () => {
      for (const { address } of session.envelope.rcptTo) {
        console.log(`taken ${address} ${/^Message-ID: *<.+>/im.test(text) ? 'with' : 'without'} id`);
      }
      done();
    });
  },
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.server.address().port}`));
