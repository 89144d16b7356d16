import type { Address, Host, TcpStream } from '../../../../host-sim';
import { bootBoard, type Workbench } from '../workbench';

/** Firmware that joins the Wi-Fi without power save, and then runs `code`. */
const online = (code: string): string =>
  `var w=require("Wifi");w.setConfig({powersave:"none"});w.connect("net",{password:"p"},()=>{${code}})`;

/** Association and address take half a second, so this is later. */
const ONLINE_MS = 500;

type UdpPeer = {
  readonly got: string[];
  /** What the board has sent, and where. */
  readonly sent: string[];
  send(text: string): void;
};

/** A host that writes down the datagrams that leave it. */
function watched(host: Host, sent: string[]): Host {
  return {
    address: host.address,
    lookUp: (name, done) => host.lookUp(name, done),
    connectTcp: (to) => host.connectTcp(to),
    listenTcp: (port, onConnection) => host.listenTcp(port, onConnection),
    openUdp(number) {
      const port = host.openUdp(number);
      const send = port.send.bind(port);
      port.send = (datagram, to) => {
        sent.push(`${Buffer.from(datagram).toString('latin1')} to ${to.host}:${to.port}`);
        send(datagram, to);
      };
      return port;
    },
  };
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** A board that is online and runs `code`, which may open UDP port 4000, and a peer at 10.0.0.9:5000. */
export function bootWithUdpPeer(code: string, options: Parameters<typeof bootBoard>[1] = {}): Workbench & UdpPeer {
  const sent: string[] = [];
  const bench = bootBoard(online(code), options, (host) => watched(host, sent));
  const port = bench.other.openUdp(5000);
  const got: string[] = [];
  port.onDatagram = (datagram, from: Address) =>
    got.push(`${Buffer.from(datagram).toString('latin1')} from ${from.host}:${from.port}`);
  bench.runTo(ONLINE_MS + 10);
  return { ...bench, got, sent, send: (text) => port.send(latin1(text), { host: '10.0.1.1', port: 4000 }) };
}

type TcpPeer = { readonly got: string[]; stream: TcpStream | undefined; send(text: string): void };

/** A board that is online and runs `code`, and a server at 10.0.0.9:80 that records what it receives. */
export function bootWithTcpPeer(code: string): Workbench & TcpPeer {
  const bench = bootBoard(online(code));
  const peer: TcpPeer = {
    got: [],
    stream: undefined,
    send: (text) => peer.stream?.write(latin1(text)),
  };
  bench.other.listenTcp(80, (stream) => {
    peer.stream = stream;
    stream.onData = (data) => peer.got.push(Buffer.from(data).toString('latin1'));
    stream.onClose = () => peer.got.push('closed');
  });
  bench.runTo(ONLINE_MS + 10);
  return Object.assign(peer, bench);
}
